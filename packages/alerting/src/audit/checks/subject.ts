import type { AuditedFile } from "../document.ts";
import type { Check } from "../finding.ts";
import type { Item } from "../item.ts";
import type { Reference } from "../reference.ts";
import type { World } from "./world.ts";

/** A file and what it is judged by. */
export interface FileSubject {
  readonly file: AuditedFile;
  readonly root: Item;
  readonly world: World;
  /** All files that were handed in, this one too, and those that are only read. */
  readonly all: readonly AuditedFile[];
  /** Files that it names but that are not there. */
  readonly missing: readonly Reference[];
}

/** A check of one kind of file. */
export type FileCheck = Check<FileSubject>;
