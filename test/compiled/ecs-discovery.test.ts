import { once } from "node:events";
import { createServer } from "node:http";
import { artefacts, readConfig } from "@monitoring/stacks";
import { expect, test } from "@jest/globals";
import { parse } from "yaml";
import { listen } from "../../tools/src/loopback.ts";
import { startAgent } from "../../tools/src/outage/agent.ts";
import { ampBehaviour, startAmpReceiver } from "../../tools/src/outage/amp-receiver.ts";
import { readBody, signedFor, type ReceivedSample } from "../../tools/src/outage/remote-write-wire.ts";
import { serveTaskRole } from "../../tools/src/outage/task-role.ts";
import { emptyFolder } from "./tools.ts";

const region = "eu-central-1";
const arn = `arn:aws:ecs:${region}:111122223333`;
const cluster = `${arn}:cluster/app`;

interface Asked {
  readonly action: string;
  /** The cluster that is asked about; ECS takes the default one where none is named. */
  readonly cluster: string;
}

interface Question {
  readonly cluster?: string;
  readonly clusters?: readonly string[];
  readonly serviceName?: string;
  readonly tasks?: readonly string[];
}

/** What ECS answers, by action: two services with a task each, one of which has not begun, and another's service. */
function answer(action: string, body: Question): object {
  const service = (name: string) => ({
    serviceArn: `${arn}:service/app/${name}`,
    serviceName: name,
    clusterArn: cluster,
    status: "ACTIVE",
  });
  const tasks: Readonly<Record<string, string>> = { t1: "mcp", t2: "mcp", t3: "other" };
  const idOf = (task: string): string => task.split("/").at(-1) ?? "";
  switch (action) {
    case "DescribeClusters":
      return { clusters: [{ clusterArn: cluster, clusterName: "app" }] };
    case "ListServices":
      return { serviceArns: ["mcp", "other"].map((name) => service(name).serviceArn) };
    case "DescribeServices":
      return { services: ["mcp", "other"].map(service) };
    case "ListTasks":
      return {
        taskArns: Object.entries(tasks)
          .filter(([, name]) => body.serviceName === undefined || body.serviceName === name)
          .map(([id]) => `${arn}:task/app/${id}`),
      };
    case "DescribeTasks":
      return {
        tasks: (body.tasks ?? []).map((taskArn) => ({
          taskArn,
          clusterArn: cluster,
          group: `service:${tasks[idOf(taskArn)] ?? ""}`,
          taskDefinitionArn: `${arn}:task-definition/mcp:1`,
          launchType: "FARGATE",
          availabilityZone: `${region}a`,
          desiredStatus: "RUNNING",
          lastStatus: idOf(taskArn) === "t2" ? "PENDING" : "RUNNING",
          healthStatus: "HEALTHY",
          attachments: [
            {
              type: "ElasticNetworkInterface",
              details: [
                { name: "subnetId", value: "subnet-1" },
                { name: "privateIPv4Address", value: "127.0.0.1" },
              ],
            },
          ],
        })),
      };
    default:
      throw new Error(`the double of ECS knows no ${action}`);
  }
}

test("a real agent finds the running tasks of the named service, and asks ECS only what its role allows", async () => {
  const role = await serveTaskRole();
  const signed = signedFor(region, role.accessKeyId, role.secretAccessKey, "ecs");
  const asked: Asked[] = [];
  const complaints: string[] = [];
  const ecs = createServer((request, response) => {
    void readBody(request).then((body) => {
      const wrong = signed(request, body);
      if (wrong !== undefined) complaints.push(wrong);
      const action = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
      const given = JSON.parse(body.toString()) as Question;
      asked.push({ action, cluster: given.cluster ?? given.clusters?.[0] ?? `${arn}:cluster/default` });
      response.setHeader("content-type", "application/x-amz-json-1.1");
      response.end(JSON.stringify(answer(action, given)));
    });
  });
  const server = createServer((_, response) => {
    response.setHeader("content-type", "text/plain; version=0.0.4");
    response.end("http_requests_total 1\n");
  });
  const arrived: ReceivedSample[] = [];
  const receiver = await startAmpReceiver(
    signedFor(region, role.accessKeyId, role.secretAccessKey),
    ampBehaviour,
    (sample) => arrived.push(sample),
  );
  const [endpoint, port] = [`http://127.0.0.1:${await listen(ecs)}`, await listen(server)];
  const result = readConfig({
    aws: { region },
    collector: {
      kind: "ecs",
      cluster,
      vpc: "vpc-0123456789abcdef0",
      subnets: ["subnet-0123456789abcdef0"],
      mcpServer: { service: "mcp", port },
    },
  });
  if (!result.ok) throw new Error(result.problems.join("\n"));
  const compiled = parse(artefacts("prod", result.config)["collectors/prometheus-a.yml"] ?? "") as {
    readonly scrape_configs: readonly {
      readonly job_name: string;
      readonly aws_sd_configs?: readonly object[];
    }[];
    readonly remote_write: readonly object[];
  };
  const config = {
    ...compiled,
    scrape_configs: compiled.scrape_configs
      .filter(({ job_name }) => job_name === "mcp-server")
      .map((job) => ({ ...job, aws_sd_configs: job.aws_sd_configs?.map((one) => ({ ...one, endpoint })) })),
    remote_write: compiled.remote_write.map((one) => ({ ...one, url: `${receiver.url}api/v1/remote_write` })),
  };
  const agent = await startAgent({
    id: "a",
    program: process.env["PROMETHEUS"] ?? "",
    config,
    folder: emptyFolder(),
    env: role.env,
  });
  try {
    for (
      let i = 0;
      i < 300 && !arrived.some(({ labels }) => labels["__name__"] === "http_requests_total");
      i++
    ) {
      await new Promise((done) => setTimeout(done, 100));
    }
    const up = arrived.filter(({ labels }) => labels["__name__"] === "up");
    expect(
      [...new Set(up.map(({ labels }) => JSON.stringify(labels)))].map((text) => JSON.parse(text) as object),
    ).toEqual([
      {
        __name__: "up",
        __replica__: "a",
        cluster: "mcp-prod",
        env: "prod",
        instance: "t1",
        job: "mcp-server",
        service: "mcp-server",
      },
    ]);
    expect(up.every(({ value }) => value === 1)).toBe(true);
    expect([...complaints, ...receiver.complaints]).toEqual([]);
    // As in the agents' role (stacks/test/prod-collectors.test.ts): all on this cluster, but for one look at the default one.
    expect([...new Set(asked.map((one) => `${one.action} ${one.cluster}`))].sort()).toEqual([
      `DescribeClusters ${cluster}`,
      `DescribeClusters ${arn}:cluster/default`,
      `DescribeServices ${cluster}`,
      `DescribeTasks ${cluster}`,
      `ListServices ${cluster}`,
      `ListTasks ${cluster}`,
    ]);
  } finally {
    await agent.kill();
    for (const one of [ecs, server]) {
      one.closeAllConnections();
      one.close();
      await once(one, "close");
    }
    await Promise.all([receiver.close(), role.close()]);
  }
}, 60_000);
