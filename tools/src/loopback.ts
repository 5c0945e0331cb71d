import { once } from "node:events";
import { createServer, type AddressInfo, type Server } from "node:net";

/** Lets a server listen on a port of the loopback address, any free one by default. Resolves to the port. */
export async function listen(server: Server, port = 0): Promise<number> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

// Below those that systems hand out by themselves (from 32768 on), of which a connection could take one before it is used.
const first = 30_000;
const last = 32_767;
const given = new Set<number>();

/** A port of the loopback address that nobody listened on a moment ago; never the same one twice. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = first + Math.floor(Math.random() * (last - first + 1));
    if (given.has(port)) continue;
    given.add(port);
    const server = createServer();
    try {
      await listen(server, port);
    } catch {
      continue;
    }
    server.close();
    await once(server, "close");
    return port;
  }
}
