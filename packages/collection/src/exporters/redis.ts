import { counter, gauge } from "../metric.ts";

/** Whether the exporter could log in to Redis. */
export const redisUp = gauge("redis_up", [], "1 if Redis let the exporter in, else 0");
/** Memory that Redis uses for data and its own structures. */
export const redisMemoryUsed = gauge("redis_memory_used_bytes", [], "memory in use in bytes");
/** The limit of that memory; 0 where there is none. */
export const redisMemoryMax = gauge("redis_memory_max_bytes", [], "limit of memory in bytes, 0 for none");
/** Keys dropped because memory was full. */
export const redisEvictedKeys = counter("redis_evicted_keys_total", [], "keys dropped to make room");
/** Connections refused because there were as many as allowed. */
export const redisRejections = counter(
  "redis_rejected_connections_total",
  [],
  "connections refused at the limit of clients",
);
/** Connections of clients. */
export const redisClients = gauge("redis_connected_clients", [], "connections of clients");
/** Keys by database. */
export const redisKeys = gauge("redis_db_keys", ["db"], "keys of a database");

/** Reads that found their key. */
export const redisHits = counter("redis_keyspace_hits_total", [], "reads that found their key");
/** Reads that found no key. */
export const redisMisses = counter("redis_keyspace_misses_total", [], "reads that found no key");
/** Commands answered. */
export const redisCommands = counter("redis_commands_processed_total", [], "commands answered");

/** What the Redis exporter exposes. */
export const redisMetrics = [
  redisUp,
  redisMemoryUsed,
  redisMemoryMax,
  redisEvictedKeys,
  redisRejections,
  redisClients,
  redisKeys,
  redisHits,
  redisMisses,
  redisCommands,
];
