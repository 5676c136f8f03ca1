// Loads, changes, lists, exports and deletes grievances with the generated client.
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { Configuration, CreateGrievanceJobActionEnum, GrievancesApi, JobsApi } from "./client";
import type { MultiStatusEnvelope } from "./client";

function setting(name: string): string {
  const value = process.env[`GRIEVANCES_${name}`];
  assert(value, `GRIEVANCES_${name} is not set`);
  return value;
}

const vbasoftwareDatabase = setting("DATABASE");
const configuration = new Configuration({
  basePath: setting("URL"),
  apiKey: setting("API_KEY"),
  accessToken: setting("TOKEN"),
  headers: { "User-Agent": "grievances-client/1.0" },
});
const grievances = new GrievancesApi(configuration);
const jobs = new JobsApi(configuration);

const keyFrom = randomInt(500_000_000, 900_000_000);
const keyTo = keyFrom + 3;
const keys = [keyFrom, keyFrom + 1, keyFrom + 2];
const items = keys.map((grievanceKey) => ({ grievanceKey }));

const statuses = (response: MultiStatusEnvelope) => response.data.map((item) => item.status);

async function list(): Promise<number[]> {
  const found: number[] = [];
  let after: string | undefined;
  do {
    const page = await grievances.listGrievanceRaw({ vbasoftwareDatabase, keyFrom, keyTo, pageSize: 2, after });
    found.push(...(await page.value()).data.map((grievance) => grievance.grievanceKey));
    after = page.raw.headers.get("Link")?.match(/[?&]after=([^&>]+)/)?.[1];
  } while (after !== undefined);
  return found;
}

async function runJob(action: CreateGrievanceJobActionEnum): Promise<string> {
  const sent = await jobs.createGrievanceJob({ vbasoftwareDatabase, grievance: items, action });
  const jobId = sent.data.id;
  for (let i = 0; i < 300; i++) {
    const job = await jobs.getJob({ vbasoftwareDatabase, jobId });
    if (job.data.state === "Completed") {
      return jobId;
    }
    await pause(100);
  }
  throw new Error(`Job ${jobId} did not complete`);
}

async function test(): Promise<void> {
  const put = await grievances.updateBatchGrievance({ vbasoftwareDatabase, grievance: items });
  assert.deepEqual(statuses(put), [201, 201, 201]);

  const read = (await grievances.getGrievance({ vbasoftwareDatabase, grievanceKey: keyFrom })).data;
  const twice = await grievances.updateBatchGrievance({
    vbasoftwareDatabase,
    grievance: [read, read],
    ifUnchanged: true,
  });
  assert.deepEqual(statuses(twice), [200, 412]);

  const replaced = await grievances.updateGrievance({
    vbasoftwareDatabase,
    grievanceKey: keyFrom,
    grievanceUpdate: { issue: "New." },
  });
  assert.equal(replaced.data.grievanceKey, keyFrom);
  const patched = await grievances.patchGrievance({
    vbasoftwareDatabase,
    grievanceKey: keyFrom,
    grievanceUpdate: { resolution: "Paid." },
  });
  assert.equal(patched.data.issue, "New.");

  assert.deepEqual(await list(), keys);
  const some = await grievances.listGrievance({
    vbasoftwareDatabase,
    grievanceKey: [keyFrom, keyFrom + 1, keyTo],
    grievanceKeyNot: [keyFrom, keyTo],
    fields: "grievance_Key",
  });
  assert.deepEqual(some.data.map((grievance) => grievance.grievanceKey), [keyFrom + 1]);
  const exported = await grievances.exportGrievance({ vbasoftwareDatabase, keyFrom, keyTo });
  assert.equal((await exported.text()).trim().split("\n").length, 3);

  const jobId = await runJob(CreateGrievanceJobActionEnum.Delete);
  const succeeded = await jobs.listSucceededOfJob({ vbasoftwareDatabase, jobId });
  assert.equal((await succeeded.text()).match(/Deleted/g)?.length, 3);
  assert.deepEqual(await list(), []);
}

test().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
