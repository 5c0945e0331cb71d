import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { marker } from "../../tools/src/diff/review.ts";
import { versions } from "../../tools/src/toolchain/versions.ts";

const repository = join(import.meta.dirname, "../..");
const folder = join(repository, ".github/workflows");

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly if?: string;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly "timeout-minutes"?: number;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const files = readdirSync(folder).map((name) => {
  const text = readFileSync(join(folder, name), "utf8");
  return { name, text, workflow: parse(text) as Workflow };
});
const jobs = files.flatMap(({ name, workflow }) =>
  Object.entries(workflow.jobs).map(([job, content]) => ({
    name: `${name}: ${job}`,
    workflow,
    job: content,
  })),
);

/** What each job may do with GitHub. A line more here is a decision. */
const allowed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "ci.yml: test": { contents: "read" },
  "deploy.yml: prod": { contents: "read", "id-token": "write" },
  "deploy.yml: review": { contents: "read" },
  "preview.yml: comment": { "pull-requests": "write" },
  "preview.yml: pictures": { contents: "read" },
  "preview.yml: prod": { contents: "read", "id-token": "write", "pull-requests": "write" },
  "preview.yml: review": { contents: "read" },
};

/** What is only true for a pull request from a branch of this repository. */
const notFork = "github.event.pull_request.head.repo.full_name == github.repository";

describe.each(files)("$name", ({ text, workflow }) => {
  test("takes every action by its commit, and says which version that is", () => {
    const uses = [...text.matchAll(/^\s*(?:- )?uses: *(.*)$/gm)].map(([, rest = ""]) => rest);
    expect(uses.length).toBeGreaterThan(0);
    expect(uses.filter((use) => !/^[\w.-]+\/[\w./-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/.test(use))).toEqual([]);
  });

  test("gives nothing away that a job does not ask for", () => {
    expect(workflow.permissions).toEqual({});
  });

  test("never runs a fork's code with this repository's rights", () => {
    expect(
      Object.keys(workflow.on).filter((event) => /pull_request_target|workflow_run|issue/.test(event)),
    ).toEqual([]);
  });

  test("knows no secret", () => {
    expect(text).not.toMatch(/\$\{\{[^}]*\bsecrets\b/);
  });
});

test("an action is the same commit wherever it is taken", () => {
  const all = files.flatMap(({ text }) => [...text.matchAll(/uses: *([^@\s]+)@(.*)$/gm)]);
  const byAction = Map.groupBy(all, ([, action = ""]) => action);
  const several = [...byAction].filter(([, uses]) => new Set(uses.map(([, , at]) => at)).size > 1);
  expect(several.map(([action]) => action)).toEqual([]);
});

describe.each(jobs)("$name", ({ name, workflow, job }) => {
  test("may do what it needs, and no more", () => {
    expect(job.permissions).toEqual(allowed[name]);
  });

  test("ends", () => {
    expect(job["timeout-minutes"]).toBeGreaterThan(0);
  });

  test("lets no text of others become a command", () => {
    expect(job.steps.filter(({ run }) => run?.includes("${{"))).toEqual([]);
  });

  test("leaves no token in the clone", () => {
    const checkouts = job.steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkouts.filter((step) => step.with?.["persist-credentials"] !== false)).toEqual([]);
  });

  test("is for this repository's own branches if it may do more than read", () => {
    const writes = Object.values(job.permissions ?? {}).includes("write");
    if (!writes || !("pull_request" in workflow.on)) return;
    expect(job.if).toContain(notFork);
  });

  test("runs the pull request's code beside a token that writes to it in the environment preview only", () => {
    const writes = job.permissions?.["pull-requests"] === "write";
    const hasCode = job.steps.some(({ uses }) => uses?.startsWith("actions/checkout@"));
    if (writes && hasCode) expect(job.environment).toBe("preview");
  });
});

test("prod is updated in an environment of its own, where somebody has to approve it", () => {
  const deploy = jobs.filter(({ job }) => job.steps.some((step) => step.with?.["command"] === "up"));
  expect(deploy.map(({ name, job }) => [name, job.environment])).toEqual([["deploy.yml: prod", "prod"]]);
});

test("Pulumi is the pinned one, and judges by the policies", () => {
  const steps = jobs
    .flatMap(({ job }) => job.steps)
    .filter(({ uses }) => uses?.startsWith("pulumi/actions@"));
  expect(steps.map((step) => step.with?.["pulumi-version"])).toEqual([versions.pulumi, versions.pulumi]);
  expect(steps.map((step) => step.with?.["policyPacks"])).toEqual(["policy", "policy"]);
  expect(existsSync(join(repository, "policy/PulumiPolicy.yaml"))).toBe(true);
});

// Not GitHub: a `gh` that remembers what it was called with.
describe("the comment of a review", () => {
  const step = files
    .find(({ name }) => name === "preview.yml")
    ?.workflow.jobs["comment"]?.steps.find(({ run }) => run !== undefined);

  let review = "";
  const written = (existing: string, pictures = ""): readonly string[] => {
    const place = mkdtempSync(join(tmpdir(), "monitoring-comment-"));
    try {
      writeFileSync(
        join(place, "gh"),
        `#!/bin/sh\nprintf '%s\\n' "$*" >> "${place}/calls"\ncase "$*" in *--paginate*) printf '${existing}' ;; esac\n`,
      );
      chmodSync(join(place, "gh"), 0o755);
      const env = {
        PATH: `${place}:${process.env["PATH"] ?? ""}`,
        COMMENTS: "repos/acme/monitoring/issues/7/comments",
        REPOSITORY: "acme/monitoring",
        PICTURES: pictures,
        MARKER: step?.env?.["MARKER"] ?? "",
      };
      writeFileSync(join(place, "review.md"), "What changes\n");
      // As GitHub runs it.
      const { status, stderr } = spawnSync(
        "bash",
        ["--noprofile", "--norc", "-eo", "pipefail", "-c", step?.run ?? ""],
        {
          cwd: place,
          env,
          encoding: "utf8",
        },
      );
      expect([status, stderr]).toEqual([0, ""]);
      review = readFileSync(join(place, "review.md"), "utf8");
      return readFileSync(join(place, "calls"), "utf8").trim().split("\n").slice(1);
    } finally {
      rmSync(place, { recursive: true });
    }
  };

  test("is found by the line that every review begins with", () => {
    expect(step?.env?.["MARKER"]).toBe(marker);
  });

  test("is written where there is none", () => {
    expect(written("")).toEqual([
      "api --silent --method POST repos/acme/monitoring/issues/7/comments --field body=@review.md",
    ]);
  });

  test("leads to the pictures where a dashboard looks different, and says nothing of them where none does", () => {
    written("", "https://github.com/acme/monitoring/actions/runs/1/artifacts/2");
    expect(review).toBe(
      "What changes\n\n[Dashboards that look different, before and after](https://github.com/acme/monitoring/actions/runs/1/artifacts/2)\n",
    );
    written("");
    expect(review).toBe("What changes\n");
  });

  test("is edited where there is one, and the first if there are several", () => {
    expect(written("123\\n456\\n")).toEqual([
      "api --silent --method PATCH repos/acme/monitoring/issues/comments/123 --field body=@review.md",
    ]);
  });
});
