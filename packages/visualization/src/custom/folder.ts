/** Folder of dashboards that lie in `dashboards/` itself. */
export const defaultFolder = "Custom";

/** Grafana's folder of a custom dashboard: `dashboards/Team/a.json` is in Team, folders below it are joined. */
export function folderOf(path: string): string {
  const folders = path.split("/").slice(1, -1);
  return folders.length === 0 ? defaultFolder : folders.join(" - ");
}

/** What is wrong with a folder's name, as the rest of a sentence that starts with the file's path. */
export function folderProblem(folder: string): string | undefined {
  if (folder.toLowerCase() === "general") {
    return `lies in a folder "${folder}", a name that Grafana keeps to itself; rename the folder`;
  }
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f]/.test(folder))
    return "lies in a folder with a control character in its name; rename the folder";
  return undefined;
}
