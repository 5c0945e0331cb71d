import { counter, gauge } from "../metric.ts";

/** Time that each processor spent in each mode. */
export const nodeCpuSeconds = counter("node_cpu_seconds_total", ["cpu", "mode"], "processor time by mode");
/** Memory that programs could still get without swapping. */
export const nodeMemoryAvailable = gauge("node_memory_MemAvailable_bytes", [], "memory to be had in bytes");
/** Memory of the machine. */
export const nodeMemoryTotal = gauge("node_memory_MemTotal_bytes", [], "memory of the machine in bytes");

const mount = ["device", "fstype", "mountpoint"] as const;

/** Space of a file system that a user without rights could still fill. */
export const nodeFilesystemAvail = gauge("node_filesystem_avail_bytes", mount, "free space in bytes");
/** Space of a file system. */
export const nodeFilesystemSize = gauge("node_filesystem_size_bytes", mount, "space in bytes");
/** Whether a file system is mounted for reading alone. */
export const nodeFilesystemReadonly = gauge("node_filesystem_readonly", mount, "1 if mounted read-only");
/** What the time daemon says the clock is off by; 0 where none runs. */
export const nodeClockOffset = gauge("node_timex_offset_seconds", [], "offset of the clock in seconds");
/** Whether a time daemon keeps the clock; 0 in many virtual machines whose clock is right. */
export const nodeClockSynced = gauge("node_timex_sync_status", [], "1 if a time daemon keeps the clock");
/** The machine's time when it was scraped. */
export const nodeTime = gauge("node_time_seconds", [], "Unix time of the machine");

/** Programs that run or wait for a processor, mean of a minute. */
export const nodeLoad1 = gauge(
  "node_load1",
  [],
  "programs that run or wait for a processor, mean of a minute",
);
/** Bytes read from a disk. */
export const nodeDiskRead = counter("node_disk_read_bytes_total", ["device"], "bytes read from a disk");
/** Bytes written to a disk. */
export const nodeDiskWritten = counter(
  "node_disk_written_bytes_total",
  ["device"],
  "bytes written to a disk",
);
/** Seconds that a disk was at work. */
export const nodeDiskIoTime = counter(
  "node_disk_io_time_seconds_total",
  ["device"],
  "seconds that a disk was at work",
);
/** Bytes received by an interface. */
export const nodeNetworkReceived = counter(
  "node_network_receive_bytes_total",
  ["device"],
  "bytes received by an interface",
);
/** Bytes sent by an interface. */
export const nodeNetworkSent = counter(
  "node_network_transmit_bytes_total",
  ["device"],
  "bytes sent by an interface",
);
/** Errors in receiving. */
export const nodeNetworkErrorsIn = counter(
  "node_network_receive_errs_total",
  ["device"],
  "errors in receiving",
);
/** Errors in sending. */
export const nodeNetworkErrorsOut = counter(
  "node_network_transmit_errs_total",
  ["device"],
  "errors in sending",
);

/** What the node exporter exposes: of the machine that Docker runs on, which is a virtual one on macOS. */
export const nodeMetrics = [
  nodeCpuSeconds,
  nodeMemoryAvailable,
  nodeMemoryTotal,
  nodeFilesystemAvail,
  nodeFilesystemSize,
  nodeFilesystemReadonly,
  nodeClockOffset,
  nodeClockSynced,
  nodeTime,
  nodeLoad1,
  nodeDiskRead,
  nodeDiskWritten,
  nodeDiskIoTime,
  nodeNetworkReceived,
  nodeNetworkSent,
  nodeNetworkErrorsIn,
  nodeNetworkErrorsOut,
];
