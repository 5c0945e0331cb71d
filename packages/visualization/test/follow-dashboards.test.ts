import { spawn, type ChildProcess } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { dashboardList, followDashboards, listName } from "../src/index.ts";

let folder: string;
let shell: ChildProcess | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "monitoring-follow-"));
  mkdirSync(join(folder, "from"));
});

afterEach(() => {
  if (shell?.pid !== undefined) process.kill(-shell.pid, "SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

const write = (path: string, text: string): void => {
  const file = join(folder, "from", path);
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  // As the seeder writes it.
  writeFileSync(file, text, { mode: 0o444 });
};
const put = (files: Readonly<Record<string, string>>): void => {
  for (const [path, text] of Object.entries(files)) write(path, text);
  write(listName, dashboardList(files));
};
const shown = (): Record<string, string> => {
  const root = join(folder, "to");
  const names = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".json"),
  );
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(root, name), "utf8")]));
};
const start = (): void => {
  const script = followDashboards({
    from: join(folder, "from"),
    to: join(folder, "to"),
    always: ["custom"],
  });
  // In Grafana's place, something that waits. A group of its own, so that the loop ends with it.
  shell = spawn("/bin/sh", ["-c", `${script}\nexec sleep 60`], { detached: true, stdio: "ignore" });
};
const soon = async (files: Readonly<Record<string, string>>): Promise<void> => {
  for (let i = 0; i < 100 && JSON.stringify(read()) !== JSON.stringify(files); i++) await sleep(100);
  expect(read()).toEqual(files);
};
const read = (): Record<string, string> => (existsSync(join(folder, "to", "custom")) ? shown() : {});

describe("the folder that Grafana reads", () => {
  test("has what the list names from the start, changes, additions and removals within seconds", async () => {
    put({ "operations/a.json": "1", "custom/Team West/b.json": "2" });
    start();
    await soon({ "custom/Team West/b.json": "2", "operations/a.json": "1" });
    put({ "operations/a.json": "3", "custom/Custom/c.json": "4" });
    await soon({ "custom/Custom/c.json": "4", "operations/a.json": "3" });
    put({ "operations/a.json": "5" });
    await soon({ "operations/a.json": "5" });
    expect(existsSync(join(folder, "to", "custom"))).toBe(true);
  });

  test("never has a file that is written half, nor loses one to a list that is", async () => {
    put({ "operations/a.json": "1", "operations/b.json": "2" });
    start();
    await soon({ "operations/a.json": "1", "operations/b.json": "2" });
    const list = dashboardList({ "operations/a.json": "whole", "operations/b.json": "2" });
    write("operations/a.json", "wh");
    write(listName, list);
    await sleep(1500);
    expect(read()).toEqual({ "operations/a.json": "1", "operations/b.json": "2" });
    write(listName, list.slice(0, 70));
    await sleep(1500);
    expect(read()).toEqual({ "operations/a.json": "1", "operations/b.json": "2" });
    write("operations/a.json", "whole");
    write(listName, list);
    await soon({ "operations/a.json": "whole", "operations/b.json": "2" });
  });
});
