import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { demoBase } from "@monitoring/stacks";
import { prepare } from "../../tools/src/prepare.ts";
import { plantEvidence } from "../e2e/evidence.ts";
import { expectWhole, type Before } from "../e2e/expect-whole.ts";
import { eventually, openStand, portsFrom } from "../e2e/open-stand.ts";
import { privateEngine } from "../e2e/private-engine.ts";
import { containers, objects, woundAfter } from "../e2e/wounds.ts";

jest.setTimeout(600_000);

// An engine of its own may be stopped and killed, and nobody else uses its images.
const engine = privateEngine();
const stand = openStand({ prefix: "mcpheal", ports: portsFrom(21000), env: { DOCKER_HOST: engine.host } });
const otherPorts = portsFrom(21050);
const { prefix, command, configure, docker } = stand;
const copy = `${prefix}/prometheus:copy`;

let before: Before;
const heal = () => expectWhole(stand, before);

beforeAll(async () => {
  configure();
  const { images } = await prepare({ yes: true });
  await engine.start();
  await engine.copyImages([...Object.values(images), demoBase, "mcp-local/node"]);
  const { code, output } = await command(["up", "--yes"]);
  expect(`${code}\n${output}`).toMatch(/^0\n/);
  const evidence = await plantEvidence(stand);
  before = { whole: await objects(stand), evidence, planted: await evidence.read() };
});
afterAll(async () => {
  await command(["down", "--delete-data", "--yes"]);
  await engine.remove();
});

describe("the engine", () => {
  test("that was stopped and started again brings everything back by itself", async () => {
    const running = await containers(stand, "running");
    await engine.stop("SIGTERM");
    await engine.start();
    await eventually("every container to run", 90, async () => {
      const now = await containers(stand, "running");
      return running.every((name) => now.includes(name)) ? true : undefined;
    });
    await heal();
  });

  // Which containers a killed engine takes up again by itself depends on its version; one up mends the rest.
  test("that was killed and started again is mended by one up", async () => {
    await engine.stop("SIGKILL");
    await engine.start();
    await heal();
  });

  test("that goes away in the middle of an update leaves what the next up mends", async () => {
    configure({ ports: otherPorts });
    const { code, output } = await woundAfter(stand, 1, () => engine.stop("SIGTERM"));
    configure();
    await engine.start();
    expect([code, output]).toEqual([1, expect.stringContaining("run `npm run up` again")]);
    await heal();
  });
});

describe("an image", () => {
  test("of the user's own that is gone is named, with what to do, and nothing is touched", async () => {
    const running = await docker("ps", "--quiet");
    configure({ images: { prometheus: copy } });
    const { code, output } = await command(["up", "--yes"]);
    configure();
    expect(code).toBe(1);
    expect(output).toContain(
      `the image "${copy}", which images.prometheus in the stack's configuration asks for, cannot be pulled`,
    );
    expect(output).toContain("remove the setting to use the default");
    expect(await docker("ps", "--quiet")).toEqual(running);
  });
});
