import type { Contradiction } from "./contradictions.ts";
import { ecsKeys } from "./collector-schema.ts";
import { keyProblem } from "./problem.ts";
import type { Config } from "./schema.ts";

const needed = {
  cluster: "give the ARN of the ECS cluster that collectors are placed in",
  vpc: "give the id of the network of the subnets, e.g. vpc-0123456789abcdef0",
  subnets: "give the subnets from which AMP, the images, and what is watched are reached",
} as const;

/** What contradicts itself in `collector`. */
export function collectorContradictions(config: Config): Contradiction[] {
  return config.collector.kind === "ecs" ? onEcs(config) : outside(config);
}

function outside({ collector }: Config): Contradiction[] {
  return ecsKeys
    .filter((key) => collector[key] !== undefined)
    .map((key) =>
      about(
        `collector.${key}`,
        "is for kind ecs, but monitoring:collector.kind is external; remove it, or write ecs",
      ),
    );
}

function onEcs(config: Config): Contradiction[] {
  const { collector, aws } = config;
  const missing = (Object.keys(needed) as (keyof typeof needed)[])
    .filter((key) => collector[key] === undefined)
    .map((key) => about(`collector.${key}`, `is not set; ${needed[key]}`));
  return [...missing, ...elsewhere(collector, aws), ...server(config), ...unreachable(config)];
}

/** A service can only be placed in a cluster of its own region, by credentials of its account. */
function elsewhere({ cluster }: Config["collector"], aws: Config["aws"]): Contradiction[] {
  if (cluster === undefined) return [];
  const [, , , region, account] = cluster.split(":");
  return (["region", "account"] as const).flatMap((part) => {
    const [wanted, value] = [aws[part], { region, account }[part]];
    return wanted === undefined || wanted === value
      ? []
      : [
          {
            ...keyProblem(
              "collector.cluster",
              `is in the ${part} ${value ?? ""}, but monitoring:aws.${part} is ${wanted}; give one of there, or change ${part}`,
            ),
            about: ["collector.cluster", `aws.${part}`],
          },
        ];
  });
}

function server({ collector, mcpServer }: Config): Contradiction[] {
  if (collector.mcpServer === undefined && mcpServer === undefined) {
    return [
      about(
        "collector.mcpServer",
        "is not set, and neither is monitoring:mcpServer: nothing would be watched; name the ECS service of your server, e.g. { service: mcp-server, port: 3001 }",
      ),
    ];
  }
  return collector.mcpServer !== undefined && mcpServer !== undefined
    ? [
        {
          ...about(
            "collector.mcpServer",
            "is set, and monitoring:mcpServer is, too: every sample would be there twice; remove one of them",
          ),
          about: ["collector.mcpServer", "mcpServer"],
        },
      ]
    : [];
}

const local = /^(?:https?:\/\/)?(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?=[:/]|$)/;

/** What means the machine of whoever reads it. */
function unreachable({ mcpServer, postgres, redis, mcpProbe, integrations }: Config): Contradiction[] {
  const addresses = { mcpServer, postgres, redis, "mcpProbe.url": mcpProbe?.url } as const;
  const named = Object.entries(integrations).map(([name, url]) => [`integrations.${name}`, url] as const);
  return [...Object.entries(addresses), ...named].flatMap(([key, address]) =>
    address !== undefined && local.test(address)
      ? [
          {
            ...keyProblem(
              key,
              `is ${address}, which on ECS is the collector's own task; give an address that its subnets reach`,
            ),
            about: [key, "collector.kind"],
          },
        ]
      : [],
  );
}

function about(key: string, rest: string): Contradiction {
  return { ...keyProblem(key, rest), about: [key, "collector.kind"] };
}
