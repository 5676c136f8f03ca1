"""Loads, changes, lists, exports and deletes grievances with the generated client."""

import os
import random
import re
import time

from grievances_client import ApiClient, Configuration
from grievances_client.api.grievances_api import GrievancesApi
from grievances_client.api.jobs_api import JobsApi
from grievances_client.models.grievance import Grievance
from grievances_client.models.grievance_update import GrievanceUpdate


def setting(name):
    return os.environ["GRIEVANCES_" + name]


DATABASE = setting("DATABASE")
FIRST = random.randrange(500_000_000, 900_000_000)
END = FIRST + 3


def statuses(response):
    return [item.status for item in response.data]


def list_keys(grievances):
    keys = []
    after = None
    while True:
        page = grievances.list_grievance_with_http_info(
            DATABASE, key_from=FIRST, key_to=END, page_size=2, after=after
        )
        keys += [grievance.grievance_key for grievance in page.data.data]
        place = re.search("[?&]after=([^&>]+)", page.headers.get("Link", ""))
        if place is None:
            return keys
        after = place.group(1)


def run_job(jobs, action, items):
    job_id = jobs.create_grievance_job(DATABASE, items, action=action).data.id
    for _ in range(300):
        if jobs.get_job(job_id, DATABASE).data.state == "Completed":
            return job_id
        time.sleep(0.1)
    raise AssertionError("Job " + job_id + " did not complete")


def main():
    configuration = Configuration(
        host=setting("URL"),
        api_key={"apiKeyAuth": setting("API_KEY")},
        access_token=setting("TOKEN"),
        ssl_ca_cert=setting("CA_FILE"),
    )
    with ApiClient(configuration) as client:
        grievances = GrievancesApi(client)
        jobs = JobsApi(client)
        keys = list(range(FIRST, END))
        items = [Grievance(grievance_Key=key) for key in keys]

        assert statuses(grievances.update_batch_grievance(DATABASE, items)) == [201, 201, 201]
        read = grievances.get_grievance(FIRST, DATABASE).data
        twice = grievances.update_batch_grievance(DATABASE, [read, read], if_unchanged=True)
        assert statuses(twice) == [200, 412], statuses(twice)
        replaced = grievances.update_grievance(FIRST, DATABASE, GrievanceUpdate(issue="New."))
        assert replaced.data.grievance_key == FIRST
        patched = grievances.patch_grievance(FIRST, DATABASE, GrievanceUpdate(resolution="Paid."))
        assert patched.data.issue == "New."

        assert list_keys(grievances) == keys
        some = grievances.list_grievance(
            DATABASE, grievance_key=[FIRST, FIRST + 1, END], grievance_key_not=[FIRST, END], fields="grievance_Key"
        )
        assert [grievance.grievance_key for grievance in some.data] == [FIRST + 1]
        exported = grievances.export_grievance(DATABASE, key_from=FIRST, key_to=END)
        assert len(exported.decode().splitlines()) == 3
        job_id = run_job(jobs, "delete", items)
        succeeded = jobs.list_succeeded_of_job(job_id, DATABASE).decode()
        assert succeeded.count("Deleted") == 3
        assert list_keys(grievances) == []


main()
