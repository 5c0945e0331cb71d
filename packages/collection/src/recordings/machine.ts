import {
  nodeCpuSeconds,
  nodeFilesystemAvail,
  nodeFilesystemReadonly,
  nodeFilesystemSize,
  nodeMemoryAvailable,
  nodeMemoryTotal,
  nodeTime,
} from "../exporters/node.ts";
import { promql, where } from "../promql.ts";
import { recording } from "../recording.ts";

/** Share of the processors' time that was used. Waiting for a disk is not use. */
export const cpuUse = recording(
  "instance:node_cpu_seconds:ratio_rate5m",
  [],
  promql`avg by (service, instance) (sum by (service, instance, cpu) (rate(${where(nodeCpuSeconds, { mode: /user|nice|system|irq|softirq|steal/ })}[5m])))`,
);

/** Share of the processors' time by what it was spent on. */
export const cpuModes = recording(
  "instance_mode:node_cpu_seconds:ratio_rate5m",
  ["mode"],
  promql`avg by (service, instance, mode) (rate(${where(nodeCpuSeconds, { mode: /user|system|iowait|irq|softirq|steal|nice/ })}[5m]))`,
);

/** Share of the memory that is used; caches that the kernel would give up are not. */
export const memoryUse = recording(
  "instance:node_memory_used:ratio",
  [],
  promql`max by (service, instance) (1 - last_over_time(${nodeMemoryAvailable}[1m]) / last_over_time(${nodeMemoryTotal}[1m]))`,
);

/** How far the machine's clock is from that of whoever scrapes it. */
export const clockSkew = recording(
  "instance:node_time_seconds:skew",
  [],
  promql`max by (service, instance) (abs(${nodeTime} - timestamp(${nodeTime})))`,
);

// What is in memory, belongs to an image or is full by nature; kernels fill /boot without harm.
const lasting = `fstype!~"tmpfs|ramfs|overlay|squashfs|erofs|iso9660|udf", mountpoint!~"/boot(/.*)?"`;

/** Free space of each device that something can be written to; it may be mounted more than once. */
export const diskAvail = recording(
  "instance_device:node_filesystem_avail_bytes:min",
  ["device"],
  promql`min by (service, instance, device) (last_over_time(${nodeFilesystemAvail}{${lasting}}[1m]) unless last_over_time(${nodeFilesystemReadonly}[1m]) == 1)`,
);

/** Free share of each device. */
export const diskFree = recording(
  "instance_device:node_filesystem_avail:ratio",
  ["device"],
  promql`${diskAvail} / min by (service, instance, device) (last_over_time(${nodeFilesystemSize}[1m]))`,
);

/** In the order in which they are evaluated. */
export const machineRecordings = [cpuUse, cpuModes, memoryUse, clockSkew, diskAvail, diskFree];
