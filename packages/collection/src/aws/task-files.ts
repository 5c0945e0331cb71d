import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import type * as pulumi from "@pulumi/pulumi";

/** A file that a task's first container brings. */
export interface TaskFile {
  /** Its whole path, as the container that reads it and the one that brings it see it. */
  readonly to: string;
  readonly from:
    | {
        readonly kind: "object";
        readonly bucket: pulumi.Input<string>;
        readonly key: string;
        readonly arn: pulumi.Input<string>;
        /** Another version makes another task: what runs is what was deployed. */
        readonly version: pulumi.Input<string>;
      }
    | { readonly kind: "secret"; readonly arn: pulumi.Input<string>; readonly version: pulumi.Input<string> };
}

/** A numeric user whom every image knows, and who owns nothing else. */
export const nobody = 65_534;

/** The program of the first container as the text that Node is given: {@link file://./fetch-files.ts}, without its types. */
export function fetchFilesProgram(): string {
  const path = join(import.meta.dirname, "fetch-files.ts");
  return stripTypeScriptTypes(readFileSync(path, "utf8"))
    .split("\n")
    .filter((line) => line.trim() !== "")
    .join("\n");
}
