/** Load profiles: how files of one kind are loaded, kept by name in each database for all who load. */

import { api } from "../api.js";
import { field } from "../fields.js";
import { isFormat, isZone } from "./dates.js";

const PARTS = ["columns", "dates", "trim", "codes", "delimiter", "charset"];
const DATE_PARTS = ["formats", "zone"];

/** The loading program takes no zone without formats. */
const ISO_FORMATS = ["", " HH:mm", " HH:mm:ss", "'T'HH:mm", "'T'HH:mm:ss"].map((time) => `yyyy-MM-dd${time}`);

export async function profilesOf(database) {
  return (await api.get("/load-profiles", { database })).data;
}

export async function saveProfile(database, name, profile) {
  return (await api.send("PUT", pathOf(name), { database, json: profile })).data;
}

export function deleteProfile(database, name) {
  return api.send("DELETE", pathOf(name), { database });
}

function pathOf(name) {
  return `/load-profiles/${encodeURIComponent(name)}`;
}

/** The profile that knows most columns of a file, of those whose columns the file has all. */
export function bestFor(names, profiles) {
  const size = ({ profile }) => Object.keys(profile.columns ?? {}).length;
  return profiles
    .filter((each) => size(each) > 0 && hasColumns(names, each.profile))
    .toSorted((a, b) => size(b) - size(a))[0];
}

export function hasColumns(names, profile) {
  return Object.keys(profile.columns ?? {}).every((name) => names.includes(name));
}

/** A draft's profile. Columns of the same name are left out. */
export function profileOf({ names, members, conversion, separator, charset }) {
  const named = names.map((name, column) => [name, members[column]])
    .filter(([name]) => names.indexOf(name) === names.lastIndexOf(name));
  const isUsed = ([, texts]) => Object.keys(texts).length > 0;
  const codes = Object.fromEntries(Object.entries(conversion.codes).filter(isUsed));
  const formats = conversion.formats.length > 0 || !conversion.zone ? conversion.formats : ISO_FORMATS;
  const dates = { ...(formats.length > 0 && { formats }), ...(conversion.zone && { zone: conversion.zone }) };
  return {
    columns: Object.fromEntries(named),
    ...(Object.keys(dates).length > 0 && { dates }),
    ...(conversion.trim && { trim: true }),
    ...(Object.keys(codes).length > 0 && { codes }),
    delimiter: separator,
    ...(charset !== "utf-8" && { charset }),
  };
}

/** Has a draft do what a profile says. */
export function apply({ columns = {}, dates = {}, trim = false, codes = {} }, draft) {
  const given = draft.names.map((name) => (Object.hasOwn(columns, name) ? columns[name] : undefined));
  draft.members = given.map((member, column) => {
    const other = draft.members[column];
    return member === undefined ? (given.includes(other) ? null : other) : member;
  });
  if (dates.formats?.length) {
    draft.chooseFormats(dates.formats);
  } else {
    draft.findDates();
  }
  Object.assign(draft.conversion, { zone: dates.zone ?? null, trim, codes: structuredClone(codes) });
}

/** Reads the file of a profile; throws what is wrong in it. */
export async function profileFrom(file) {
  const profile = parsed(await file.text());
  refuseUnknown(profile, PARTS);
  refuseUnknown(profile.dates ?? {}, DATE_PARTS);
  const members = [...Object.values(profile.columns ?? {}), ...Object.keys(profile.codes ?? {})];
  const { formats = [], zone } = profile.dates ?? {};
  refuse(members, (name) => name !== null && !field(name), "is not a field of a grievance.");
  refuse(formats, (format) => !isFormat(format), "is not a date format such as MM/dd/yyyy.");
  refuse([zone ?? "UTC"], (name) => !isZone(name), "is not a time zone such as America/New_York.");
  return profile;
}

function parsed(text) {
  try {
    const profile = JSON.parse(text);
    if (profile && typeof profile === "object" && !Array.isArray(profile)) {
      return profile;
    }
  } catch {
    // The error is shown below.
  }
  throw new Error("This is not a profile: the file must hold one JSON object.");
}

function refuseUnknown(object, known) {
  refuse(Object.keys(object), (name) => !known.includes(name), "is not a part of a profile.");
}

function refuse(texts, isWrong, reason) {
  const wrong = texts.find(isWrong);
  if (wrong !== undefined) {
    throw new Error(`“${wrong}” ${reason}`);
  }
}
