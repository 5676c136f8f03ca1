/** Load profiles: how files of one kind are loaded, kept by name in each database for all who load. */

import { api } from "../api.js";
import { field } from "../fields.js";
import { isFormat, isZone } from "./dates.js";

const PARTS = ["columns", "dates", "trim", "codes", "delimiter", "charset"];
const DATE_PARTS = ["formats", "zone"];

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
export function bestFor(columns, profiles) {
  const size = ({ profile }) => Object.keys(profile.columns ?? {}).length;
  return profiles
    .filter((each) => size(each) > 0 && hasColumns(columns, each.profile))
    .toSorted((a, b) => size(b) - size(a))[0];
}

export function hasColumns(columns, profile) {
  return Object.keys(profile.columns ?? {}).every((name) => columns.includes(name));
}

/** A draft's profile. Columns without a name of their own are left out. */
export function profileOf({ columns, members, conversion, separator, charset }) {
  const named = columns.map((name, column) => [name, members[column]])
    .filter(([name]) => columns.indexOf(name) === columns.lastIndexOf(name));
  const codes = Object.fromEntries(Object.entries(conversion.codes).filter(([, texts]) => Object.keys(texts).length > 0));
  const dates = {
    ...(conversion.formats.length > 0 && { formats: conversion.formats }),
    ...(conversion.zone && { zone: conversion.zone }),
  };
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
  const given = draft.columns.map((name) => (Object.hasOwn(columns, name) ? columns[name] : undefined));
  draft.members = given.map((member, column) => {
    const other = draft.members[column];
    return member === undefined ? (given.includes(other) ? null : other) : member;
  });
  if (dates.formats?.length) {
    draft.conversion.formats = [...dates.formats];
    draft.question = null;
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
  refuse(members.find((name) => name !== null && !field(name)), (name) => `“${name}” is not a field of a grievance.`);
  refuse((profile.dates?.formats ?? []).find((format) => !isFormat(format)), (format) => `“${format}” is not a date format such as MM/dd/yyyy.`);
  refuse(profile.dates?.zone && !isZone(profile.dates.zone) ? profile.dates.zone : undefined, (zone) => `“${zone}” is not a time zone such as America/New_York.`);
  return profile;
}

function parsed(text) {
  try {
    const profile = JSON.parse(text);
    if (profile && typeof profile === "object" && !Array.isArray(profile)) {
      return profile;
    }
  } catch {
    // It is told below.
  }
  throw new Error("This is not the file of a profile: it must be one JSON object.");
}

function refuseUnknown(object, known) {
  refuse(Object.keys(object).find((name) => !known.includes(name)), (name) => `This profile has the unknown part “${name}”.`);
}

function refuse(wrong, message) {
  if (wrong !== undefined) {
    throw new Error(message(wrong));
  }
}
