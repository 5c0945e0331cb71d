import type { Found } from "../finding.ts";
import { get, scalarAt, textAt, type Item } from "../item.ts";

const ampUrl =
  /^https:\/\/aps-workspaces(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|api\.aws)\/workspaces\/([^/]*)\/(.*)$/;

/** Whether an address is of Amazon Managed Service for Prometheus. */
export function isAmp(url: string): boolean {
  return url.includes("//aps-workspaces");
}

/** What AMP would refuse of a remote write. */
export function remoteMistakes(one: Item): readonly Found[] {
  const url = scalarAt(one, "url");
  if (!url || !isAmp(url.text)) return [];
  const match = ampUrl.exec(url.text);
  const form = "https://aps-workspaces.<region>.amazonaws.com/workspaces/ws-<id>/api/v1/remote_write";
  if (!match)
    return [{ line: url.line, reason: "this is no address of an AMP workspace", remedy: `write ${form}` }];
  const [, region = "", workspace = "", path = ""] = match;
  const found: Found[] = [];
  if (!/^ws-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(workspace)) {
    found.push({
      line: url.line,
      reason: `"${workspace}" is no workspace of AMP`,
      remedy: "write ws- and the workspace's UUID",
    });
  }
  if (path !== "api/v1/remote_write") {
    found.push({
      line: url.line,
      reason: `AMP takes samples at /api/v1/remote_write, not at /${path}`,
      remedy: `write ${form}`,
    });
  }
  const sigv4 = get(one, "sigv4");
  if (sigv4 === undefined) {
    found.push({
      line: url.line,
      reason: "AMP refuses requests that are not signed",
      remedy: `add sigv4: { region: ${region} }`,
    });
  }
  const signed = textAt(sigv4, "region");
  if (signed !== undefined && signed !== region) {
    found.push({
      line: scalarAt(sigv4, "region")?.line ?? url.line,
      reason: `signed for ${signed}, but the workspace is in ${region}`,
      remedy: `write region: ${region}`,
    });
  }
  return found;
}

/** What is missing to sign with. */
export function sigv4Mistakes(sigv4: Item | undefined): readonly Found[] {
  if (sigv4 === undefined) return [];
  const found: Found[] = [];
  if (textAt(sigv4, "region") === undefined) {
    found.push({
      line: sigv4.line,
      reason: "sigv4 has no region: which one signs depends on the machine",
      remedy: "add a region, such as eu-west-1",
    });
  }
  const halves = [textAt(sigv4, "access_key"), textAt(sigv4, "secret_key")];
  if (halves.filter((half) => half === undefined).length === 1) {
    found.push({
      line: sigv4.line,
      reason: "sigv4 has half a key",
      remedy: "give both access_key and secret_key, or neither: then the machine's role signs",
    });
  }
  return found;
}
