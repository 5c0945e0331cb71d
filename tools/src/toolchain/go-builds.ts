import { join } from "node:path";
import { recipeHash } from "./recipe.ts";
import { versions } from "./versions.ts";

/** A program that is compiled from Go modules where its download is out of reach. */
export interface GoBuild {
  readonly name: string;
  readonly version: string;
  readonly source:
    | { /** A module of our own that pins all others. */ readonly folder: string }
    | {
        /** A module that is its own main module, so that its own go.sum pins all others. */
        readonly module: string;
        readonly version: string;
        readonly sum: string;
        /** Whether `web/ui` is built with pnpm and embedded. */
        readonly webUi?: boolean;
      };
  /** File name of each binary, and the package it is built from. */
  readonly binaries: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
  readonly ldflags: readonly string[];
  readonly estimateSeconds: number;
  readonly diskBytes: number;
}

const airgap = join(import.meta.dirname, "../../airgap");

/** All Go builds. Versions of modules are pinned in `tools/airgap/<name>/go.mod` or by checksum here. */
export const goBuilds = {
  dockerProvider: {
    name: "pulumi-resource-docker",
    version: versions.dockerPlugin,
    source: { folder: join(airgap, "docker-provider") },
    binaries: { "pulumi-resource-docker": "." },
    // docker_compose would bring all of Docker Compose, and npm's @pulumi/docker has no resource for it.
    tags: ["no_compose"],
    ldflags: [],
    estimateSeconds: 160,
    diskBytes: 5e9,
  },
  pulumi: {
    name: "pulumi",
    version: versions.pulumi,
    source: { folder: join(airgap, "pulumi") },
    binaries: { pulumi: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi" },
    tags: [],
    ldflags: [`-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${versions.pulumi}`],
    estimateSeconds: 160,
    diskBytes: 4e9,
  },
  languageHost: {
    name: "pulumi-language-nodejs",
    version: versions.pulumi,
    source: { folder: join(airgap, "language-nodejs") },
    binaries: {
      "pulumi-language-nodejs": "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
    },
    tags: [],
    ldflags: [],
    estimateSeconds: 20,
    diskBytes: 2e9,
  },
  prometheus: {
    name: "prometheus",
    version: "3.14.0",
    source: {
      module: "github.com/prometheus/prometheus",
      version: "v0.314.0",
      sum: "h1:YjsimqsIi6/mOtzZcrPEYUALO6zpfaht9O5sXqDz2vg=",
      webUi: true,
    },
    binaries: { prometheus: "./cmd/prometheus", promtool: "./cmd/promtool" },
    // All service discoveries take three times as long to compile; file and static ones are always there.
    tags: ["builtinassets", "remove_all_sd", "enable_aws_sd", "enable_dns_sd", "enable_http_sd"],
    ldflags: prometheusVersion("3.14.0"),
    estimateSeconds: 300,
    diskBytes: 5e9,
  },
  alertmanager: {
    name: "alertmanager",
    version: "0.31.1",
    // This version's module carries its web UI ready-made.
    source: {
      module: "github.com/prometheus/alertmanager",
      version: "v0.31.1",
      sum: "h1:eAmIC42lzbWslHkMt693T36qdxfyZULswiHr681YS3Q=",
    },
    binaries: { alertmanager: "./cmd/alertmanager", amtool: "./cmd/amtool" },
    tags: ["netgo"],
    ldflags: prometheusVersion("0.31.1"),
    estimateSeconds: 40,
    diskBytes: 3e9,
  },
  actionlint: {
    name: "actionlint",
    version: "1.7.12",
    source: {
      module: "github.com/rhysd/actionlint",
      version: "v1.7.12",
      sum: "h1:vQ4GeJN86C0QH+gTUQcs8McmK62OLT3kmakPMtEWYnY=",
    },
    binaries: { actionlint: "./cmd/actionlint" },
    tags: [],
    ldflags: [],
    estimateSeconds: 20,
    diskBytes: 1e9,
  },
  cadvisor: {
    name: "cadvisor",
    // The last version whose parts a main of our own can put together.
    version: "0.49.1",
    source: { folder: join(airgap, "cadvisor") },
    binaries: { cadvisor: "." },
    tags: [],
    ldflags: ["-X github.com/google/cadvisor/version.Version=v0.49.1"],
    estimateSeconds: 20,
    diskBytes: 1e9,
  },
} as const satisfies Record<string, GoBuild>;

// What `--version` and the build_info metric show.
function prometheusVersion(version: string): string[] {
  const variables = { Version: version, Branch: "HEAD", Revision: "module", BuildUser: "monitoring" };
  return Object.entries(variables).map(
    ([name, value]) => `-X github.com/prometheus/common/version.${name}=${value}`,
  );
}

/** Where the result of a build lives: a change of anything that decides it gives another folder. */
export function buildFolder(cache: string, build: GoBuild): string {
  const { estimateSeconds: _estimate, diskBytes: _disk, source, ...recipe } = build;
  const hash =
    "folder" in source ? recipeHash(recipe, [source.folder]) : recipeHash({ ...recipe, source, embed: 1 });
  return join(cache, "built", `${build.name}-${build.version}-${hash}`);
}
