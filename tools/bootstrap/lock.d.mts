/**
 * Runs `work` while no other process and no other caller in this process holds the lock at `path`. The lock of a dead
 * process is taken over. `onWait` is called once if there is someone to wait for, with the pid of the holder.
 */
export function withLock<T>(path: string, work: () => Promise<T>, onWait?: (pid: number) => void): Promise<T>;
