import type { IncomingMessage, ServerResponse } from "node:http";
import { readConfig, readJson, readSecret } from "../runtime/files.ts";
import { listen, pathOf, sendJson, sendText } from "../runtime/http.ts";
import type { Log } from "../runtime/log.ts";
import type { Running } from "../runtime/role.ts";
import { RedisCache, type RedisAddress } from "./cache.ts";
import { serverConfigSchema } from "./config.ts";
import { handleAdmin } from "./faults/admin.ts";
import { connectionLeak, databaseGrowth, deadlocks, poolExhaustion, slowQueries } from "./faults/database.ts";
import { fillRedis, floodRedis } from "./faults/redis.ts";
import { FaultSwitch } from "./faults/switch.ts";
import { checkFaults, requestFaults, toolFaults, type IsOn } from "./faults/tools.ts";
import { Health } from "./health.ts";
import { HttpIntegrations } from "./integrations-client.ts";
import { McpEndpoint } from "./mcp-http.ts";
import { createMcpServer } from "./mcp-server.ts";
import { Metrics } from "./metrics.ts";
import { Pool, type DatabaseAddress } from "./pool.ts";
import { RateLimiter } from "./rate-limiter.ts";
import { Schema } from "./schema.ts";
import { PostgresStore } from "./store.ts";
import { toolNames, tools } from "./tools/index.ts";
import { parseTokens, Tokens } from "./tokens.ts";

/** Starts the role `server`; it serves /metrics and /health before the database answers. */
export async function start(configFile: string, log: Log): Promise<Running> {
  const config = await readConfig(serverConfigSchema, configFile);
  const tokens = new Tokens(parseTokens(await readJson(config.tokensFile), config.tokensFile));
  const stopping = new AbortController();

  const { passwordFile, poolSize, ...place } = config.postgres;
  const address: DatabaseAddress = { ...place, password: () => readSecret(passwordFile) };
  await readSecret(passwordFile);
  const pool = new Pool(address, poolSize, "mcp-server", log);
  // Checks and faults have connections of their own: an exhausted pool is not a database that is down.
  const checkPool = new Pool(address, 2, "mcp-server-checks", log);
  const faultPool = new Pool(address, 8, "mcp-server-faults", log, 0);
  const leakPool = new Pool(address, 100, "mcp-server-leak", log);
  const redis = await redisAddress(config.redis);
  const cache = new RedisCache(redis, log);
  const integrations = new HttpIntegrations(config.integrations.crmUrl, config.integrations.ticketingUrl);
  const schema = new Schema(checkPool, log, stopping.signal);

  const faults = new FaultSwitch(
    {
      "pool-exhaustion": poolExhaustion(pool, log),
      deadlocks: deadlocks(faultPool, log),
      "slow-queries": slowQueries(faultPool, log),
      "connection-leak": connectionLeak(leakPool, log),
      "database-growth": databaseGrowth(faultPool, log),
      "redis-filled": fillRedis(redis, log),
      "redis-connection-flood": floodRedis(redis, log),
      "integration-down": async (seconds) => {
        await integrations.switchCrm("down", seconds);
        return () => integrations.switchCrm("up", 0);
      },
    },
    log,
  );
  const isOn: IsOn = (name) => faults.isOn(name);
  const clients = [...new Set(tokens.clients.map((client) => client.clientId))];
  const metrics = new Metrics({
    tools: toolNames,
    clients,
    pool: () => pool.state,
    otel: config.dialect.includes("otel"),
  });
  const checks = checkFaults(isOn, {
    database: () => schema.check(),
    redis: () => cache.ping(),
    crm: () => integrations.checkCrm(),
    ticketing: () => integrations.checkTicketing(),
  });
  const health = new Health(checks, metrics, log);
  const context = { store: new PostgresStore(pool), cache, integrations };
  const beforeTool = toolFaults(isOn, stopping.signal);
  const endpoint = new McpEndpoint({
    tokens,
    tools,
    rateLimiter: new RateLimiter(cache, config.rateLimit),
    metrics,
    createServer: () => createMcpServer(tools, context, beforeTool, log),
    failing: requestFaults(isOn),
  });

  const main = await listen(config.host, config.port, log, async (request, response) => {
    observe(request, response, metrics);
    await route(request, response, endpoint, health, metrics);
  });
  const admin = await listen(config.host, config.adminPort, log, (request, response) =>
    handleAdmin(faults, request, response),
  );
  schema.prepare();
  void health.watch(config.healthIntervalSeconds * 1000, stopping.signal);
  log("listening", { port: main.port, adminPort: admin.port });

  return {
    stop: async () => {
      stopping.abort();
      await Promise.all([faults.clear(), main.close(), admin.close()]);
      cache.close();
      await Promise.all([pool.end(), checkPool.end(), faultPool.end(), leakPool.end()]);
    },
  };
}

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  endpoint: McpEndpoint,
  health: Health,
  metrics: Metrics,
): Promise<void> {
  const path = pathOf(request);
  const reads = request.method === "GET" || request.method === "HEAD";
  if (path === "/mcp") await endpoint.handle(request, response);
  else if (path === "/health" && reads)
    sendJson(response, health.report.status === "ok" ? 200 : 503, health.report);
  else if (path === "/metrics" && reads) {
    response
      .writeHead(200, { "content-type": metrics.registry.contentType })
      .end(await metrics.registry.metrics());
  } else sendText(response, 404, "allowed: POST /mcp, GET /health, GET /metrics\n");
}

function observe(request: IncomingMessage, response: ServerResponse, metrics: Metrics): void {
  const start = performance.now();
  response.once("close", () => {
    const seconds = (performance.now() - start) / 1000;
    metrics.httpRequest(request.method ?? "", pathOf(request), response.statusCode, seconds);
  });
}

async function redisAddress(redis: {
  readonly host: string;
  readonly port: number;
  readonly passwordFile?: string | undefined;
}): Promise<RedisAddress> {
  const { host, port, passwordFile } = redis;
  return { host, port, ...(passwordFile !== undefined && { password: await readSecret(passwordFile) }) };
}
