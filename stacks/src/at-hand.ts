import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ownFolder, OwnFolderError } from "@monitoring/collection/recorded";
import { catalogue, type Catalogue } from "./catalogue.ts";

/** The file of a team's own folder that exports its `catalogue`. */
export const ownCatalogueFile = "catalogue.ts";

/**
 * The rows that the stacks of this clone are made of: those of the team's own folder where there is one, or this project's.
 * It loads code of that folder, so it is no part of the pure surface: commands and Pulumi's program begin with it.
 */
export const catalogueAtHand: Catalogue = await load(ownFolder());

async function load(folder: string | undefined): Promise<Catalogue> {
  if (folder === undefined) return catalogue;
  const file = join(folder, ownCatalogueFile);
  if (!existsSync(file)) {
    throw new OwnFolderError(
      `${folder} has no ${ownCatalogueFile}; let it export the catalogue of your rows (docs/your-repository.md)`,
    );
  }
  const { catalogue: own } = (await import(pathToFileURL(file).href)) as { readonly catalogue?: Catalogue };
  if (own !== undefined) return own;
  throw new OwnFolderError(
    `${file} exports no catalogue; write export const catalogue = withRows(...) (docs/your-repository.md)`,
  );
}
