"""/jobs: documents that are sent to be read, and what becomes of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

import anyio
import anyio.to_thread
from fastapi import APIRouter, File, Form, HTTPException, Query, Request, Response, UploadFile
from fastapi import Path as PathParameter
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from onrecord.api.jobs import ENDED, Job, Jobs, State
from onrecord.api.serving import Served
from onrecord.api.shapes import Shape
from onrecord.ingest.document import is_date

router = APIRouter(tags=["documents"])
_LOOK_S = 0.25
# Something goes by at least so often, so that nothing between here and there takes it for dead.
_SIGN_OF_LIFE_S = 15.0
JobId = Annotated[str, PathParameter(pattern="^[0-9a-f]{32}$", description="The job's id.")]


class JobFileJson(Shape):
    """What became of a file: documents that are new and unchanged, and what was read in them."""

    name: str
    state: State
    error: str | None
    new: int
    unchanged: int
    statements: int
    relations: int


class JobJson(Shape):
    """An upload; ``done`` of its ``total`` files are read, or failed."""

    id: str
    state: State
    made: str
    ended: str | None
    error: str | None
    done: int
    total: int
    files: list[JobFileJson]


class JobsJson(Shape):
    """The newest jobs."""

    jobs: list[JobJson]
    total: int
    truncated: bool


class JobsAsked(BaseModel):
    """How many jobs. Any other parameter is refused by name."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(20, ge=1, le=200, description="Most jobs.")


@router.post("/jobs", status_code=202)
def upload(
    request: Request,
    response: Response,
    served: Served,
    files: Annotated[list[UploadFile], File(description="Documents: .txt, .md, .jsonl …")],
    outlet: Annotated[
        str | None, Form(max_length=500, description="Outlet of documents that name none.")
    ] = None,
    author: Annotated[
        str | None, Form(max_length=500, description="Author of documents that name none.")
    ] = None,
    published: Annotated[
        str | None, Form(max_length=10, description="Date of documents without one.")
    ] = None,
) -> JobJson:
    """Send files to be read. The answer says where to see what becomes of them."""
    jobs, most = _jobs(request), served.settings.max_upload_files
    if len(files) > most:
        raise HTTPException(413, f"{len(files)} files; at most {most} go into one upload")
    if published and not is_date(published):
        raise HTTPException(
            422, f"published must be YYYY, YYYY-MM or YYYY-MM-DD, got {published!r}"
        )
    sent = ((file.filename, file.file) for file in files)
    job = jobs.add(sent, outlet=outlet or None, author=author or None, published=published or None)
    response.headers["Location"] = f"/jobs/{job.id}"
    return JobJson.model_validate(job)


@router.get("/jobs")
def newest(
    request: Request,
    asked: Annotated[JobsAsked, Query()],
) -> JobsJson:
    """The newest jobs, newest first."""
    jobs = _jobs(request)
    found, total = jobs.newest(asked.limit), jobs.count()
    return JobsJson(
        jobs=[JobJson.model_validate(job) for job in found],
        total=total,
        truncated=total > len(found),
    )


@router.get("/jobs/{id}")
def job(request: Request, id: JobId) -> JobJson:
    """One job with what became of each file."""
    return JobJson.model_validate(_found(_jobs(request).job(id), id))


@router.delete("/jobs/{id}")
def cancel(request: Request, id: JobId) -> JobJson:
    """End a job that has not ended. Documents that it took in stay."""
    return JobJson.model_validate(_found(_jobs(request).cancel(id), id))


@router.get(
    "/jobs/{id}/events",
    response_class=StreamingResponse,
    responses={200: {"description": "Server-sent events.", "content": {"text/event-stream": {}}}},
)
async def events(request: Request, id: JobId) -> StreamingResponse:
    """The job whenever something becomes of it, as events "progress", at its end "done".

    A stream that ends without "done" was ended by a server that stops: ask again.
    """
    jobs, stopping = _jobs(request), request.app.state.stopping
    _found(await anyio.to_thread.run_sync(jobs.job, id), id)

    async def stream() -> AsyncIterator[str]:
        yield "retry: 500\n\n"
        before: Job | None = None
        told = anyio.current_time()
        while not stopping():
            now = await anyio.to_thread.run_sync(jobs.job, id)
            if now is not None and now != before:
                ended = now.state in ENDED
                data = JobJson.model_validate(now).model_dump_json()
                yield f"event: {'done' if ended else 'progress'}\ndata: {data}\n\n"
                before, told = now, anyio.current_time()
                if ended:
                    return
            elif anyio.current_time() > told + _SIGN_OF_LIFE_S:
                yield ": still reading\n\n"
                told = anyio.current_time()
            await anyio.sleep(_LOOK_S)

    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(stream(), 200, headers, "text/event-stream")


def _jobs(request: Request) -> Jobs:
    jobs: Jobs | None = request.app.state.jobs
    if jobs is None:
        raise HTTPException(503, "this server takes no uploads; use `onrecord ingest`")
    return jobs


def _found(job: Job | None, id_: str) -> Job:
    if job is None:
        raise HTTPException(404, f"no job {id_}")
    return job
