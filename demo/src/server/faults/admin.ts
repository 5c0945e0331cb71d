import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { HttpError, pathOf, readJsonBody, refuseBrowserWrites, sendJson } from "../../runtime/http.ts";
import { reason } from "../../runtime/log.ts";
import { faultNames, isFaultName, type FaultName } from "./names.ts";
import { defaultFaultSeconds, type FaultSwitch } from "./switch.ts";

const bodySchema = z.strictObject({
  on: z.boolean(),
  seconds: z.int().min(1).max(86_400).default(defaultFaultSeconds),
});

/** Answers the fault switch: GET /faults, POST /faults/NAME, DELETE /faults. */
export async function handleAdmin(
  faults: FaultSwitch,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = pathOf(request);
  if (request.method === "GET" && path === "/faults") {
    sendJson(response, 200, faults.list());
    return;
  }
  refuseBrowserWrites(request);
  if (request.method === "DELETE" && path === "/faults") {
    await faults.clear();
    sendJson(response, 200, faults.list());
    return;
  }
  const name = /^\/faults\/([^/]+)$/.exec(path)?.[1];
  if (request.method !== "POST" || name === undefined) {
    throw new HttpError(404, "allowed: GET /faults, POST /faults/<name>, DELETE /faults");
  }
  await change(faults, faultName(name), await readJsonBody(request));
  sendJson(response, 200, faults.list());
}

function faultName(name: string): FaultName {
  if (isFaultName(name)) return name;
  throw new HttpError(404, `there is no fault ${name}; allowed: ${faultNames.join(", ")}`);
}

async function change(faults: FaultSwitch, name: FaultName, value: unknown): Promise<void> {
  const body = bodySchema.safeParse(value);
  if (!body.success) {
    throw new HttpError(400, 'allowed: {"on": true or false, "seconds": a whole number from 1 to 86400}');
  }
  try {
    await (body.data.on ? faults.turnOn(name, body.data.seconds) : faults.turnOff(name));
  } catch (error) {
    throw new HttpError(502, `${name} could not be turned on: ${reason(error)}`);
  }
}
