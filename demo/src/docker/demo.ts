import { seededVolume, type Site } from "@monitoring/collection/docker";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { Client, IntegrationsConfig, LoadConfig, ServerConfig } from "../index.ts";
import { databaseName, postgres, redis } from "./databases.ts";
import { filesFolder, nodeUser, programContainer } from "./program.ts";

/** What dev watches until the user's own server takes its place. */
export interface DemoArgs {
  readonly site: Site;
  readonly images: Readonly<Record<"demo" | "postgres" | "redis", pulumi.Input<string>>>;
  readonly ports: { readonly server: number | false; readonly admin: number | false };
  readonly dialect: ServerConfig["dialect"];
  /** Each client's bearer token starts with it. */
  readonly token: pulumi.Output<string>;
  readonly postgresPassword: pulumi.Output<string>;
  readonly redisPassword: pulumi.Output<string>;
  /** Of the exporters' role in each database. */
  readonly exporterPasswords: Readonly<Record<"postgres" | "redis", pulumi.Output<string>>>;
}

/** What the probe of the demo's server authenticates with, from {@link DemoArgs.token}. */
export function probeToken(token: string): string {
  return `${token}-${probe.clientId}`;
}

/** A Customer Success MCP server on PostgreSQL and Redis, the integrations that it calls, and clients that use it. */
export class Demo extends pulumi.ComponentResource {
  /** Registers the databases and one container per role. */
  constructor(name: string, args: DemoArgs, opts?: pulumi.ComponentResourceOptions) {
    super("monitoring:demo/docker:Demo", name, {}, opts);
    const { site } = args;
    const parent = { parent: this };
    const image = new docker.RemoteImage(
      `${name}-image`,
      { name: args.images.demo, keepLocally: true },
      parent,
    );
    postgres(
      `${name}-postgres`,
      {
        site,
        image: args.images.postgres,
        password: args.postgresPassword,
        exporterPassword: args.exporterPasswords.postgres,
      },
      this,
    );
    redis(
      `${name}-redis`,
      {
        site,
        image: args.images.redis,
        password: args.redisPassword,
        exporterPassword: args.exporterPasswords.redis,
      },
      this,
    );

    const { mount, seeder } = seededVolume(
      `${name}-files`,
      {
        site,
        image: image.imageId,
        owner: nodeUser,
        volume: "demo-files",
        target: filesFolder,
        files: configFiles(args.dialect),
        secrets: {
          "tokens.json": args.token.apply((token) =>
            JSON.stringify(clientTokens(token, [...clients, probe])),
          ),
          "client-tokens.json": args.token.apply((token) => JSON.stringify(clientTokens(token, clients))),
          "postgres-password": args.postgresPassword,
          "redis-password": args.redisPassword,
        },
      },
      parent,
    );
    const ports = {
      server: [
        { inside: 3001, host: args.ports.server },
        { inside: 3002, host: args.ports.admin },
      ],
    };
    const roles = [
      { role: "server", service: "server", aliases: ["mcp-server"], ports: ports.server },
      { role: "integrations", service: "integrations", aliases: ["crm", "ticketing"] },
      { role: "load", service: "load" },
    ] as const;
    for (const { role, ...service } of roles) {
      programContainer(
        `${name}-${service.service}`,
        role,
        {
          ...service,
          site,
          image: image.imageId,
          networks: ["scrape"],
          mounts: [mount],
          restartOn: seeder.id,
        },
        { ...parent, dependsOn: [seeder] },
      );
    }
    this.registerOutputs({});
  }
}

// One of each kind: people who only read, and programs and people who write.
const clients: readonly Client[] = [
  { clientId: "support-console", scope: "write" },
  { clientId: "success-manager", scope: "write" },
  { clientId: "exec-dashboard", scope: "read" },
  { clientId: "nightly-report", scope: "read" },
];

// Known to the server alone, so that the load generator does not act as it.
const probe: Client = { clientId: "monitoring-probe", scope: "read" };

function clientTokens(token: string, holders: readonly Client[]): Record<string, Client> {
  return Object.fromEntries(holders.map((client) => [`${token}-${client.clientId}`, client]));
}

function configFiles(dialect: ServerConfig["dialect"]) {
  const tokensFile = `${filesFolder}/tokens.json`;
  const server: ServerConfig = {
    tokensFile,
    postgres: {
      host: "postgres",
      database: databaseName,
      user: databaseName,
      passwordFile: `${filesFolder}/postgres-password`,
    },
    redis: { host: "redis", passwordFile: `${filesFolder}/redis-password` },
    integrations: { crmUrl: "http://crm:8201", ticketingUrl: "http://ticketing:8202" },
    dialect,
  };
  const integrations: IntegrationsConfig = {};
  const load: LoadConfig = {
    serverUrl: "http://mcp-server:3001/mcp",
    adminUrl: "http://mcp-server:3002",
    tokensFile: `${filesFolder}/client-tokens.json`,
  };
  return {
    "server.json": JSON.stringify(server),
    "integrations.json": JSON.stringify(integrations),
    "load.json": JSON.stringify(load),
  };
}
