import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** A message as SNS's Publish carries it. */
export interface Published {
  readonly topic: string;
  readonly subject: string;
  readonly message: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * A stand-in for the one call of SNS that Alertmanager makes. It refuses what is not signed with Signature Version 4,
 * and what AWS's documentation says that SNS refuses; it is not SNS.
 */
export async function fakeSns() {
  const published: Published[] = [];
  const refused: string[] = [];
  const server = createServer((request, response) => {
    void body(request).then((text) => {
      const fields = new URLSearchParams(text);
      const why = mistake(request, fields);
      if (why === undefined) published.push(parsed(fields));
      else refused.push(why);
      response.statusCode = why === undefined ? 200 : 400;
      response.setHeader("content-type", "text/xml");
      response.end(
        why === undefined
          ? "<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>"
          : `<ErrorResponse><Error><Code>InvalidParameter</Code><Message>${why}</Message></Error></ErrorResponse>`,
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    published,
    refused,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function mistake({ headers }: IncomingMessage, fields: URLSearchParams): string | undefined {
  const subject = fields.get("Subject") ?? "";
  if (!/^AWS4-HMAC-SHA256 Credential=.*\/sns\/aws4_request/.test(headers.authorization ?? ""))
    return "unsigned";
  if (fields.get("Action") !== "Publish") return `action ${fields.get("Action") ?? ""}`;
  if (!/^[\x21-\x7e][\x20-\x7e]{0,99}$/.test(subject)) return `subject ${JSON.stringify(subject)}`;
  if (Buffer.byteLength(fields.get("Message") ?? "") > 256 * 1024) return "message too long";
  return undefined;
}

function parsed(fields: URLSearchParams): Published {
  const attributes = Object.fromEntries(
    [1, 2, 3, 4].flatMap((i) => {
      const at = (part: string): string | null => fields.get(`MessageAttributes.entry.${i}.${part}`);
      const name = at("Name");
      return name === null ? [] : [[name, at("Value.StringValue") ?? ""]];
    }),
  ) as Record<string, string>;
  return {
    topic: fields.get("TopicArn")?.split(":").at(-1) ?? "",
    subject: fields.get("Subject") ?? "",
    message: fields.get("Message") ?? "",
    attributes,
  };
}

async function body(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
