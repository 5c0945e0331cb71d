import { readAlerts, readAnnotation, readSubject } from "../alert-text.ts";
import type { Draft } from "../message.ts";
import { htmlToText, parseEmail } from "../mime.ts";

/** Reads an e-mail. */
export function readEmail(raw: string): Draft {
  const email = parseEmail(raw);
  const subject = readSubject(email.subject);
  const status = subject.status ?? "firing";
  // The text part may be short where the HTML part lists the labels.
  const text =
    [email.text, htmlToText(email.html)].find((one) => readAlerts(one, status).length > 0) ?? email.text;
  const listed = readAlerts(text, status);
  return {
    channel: "email",
    status,
    alerts: listed.length > 0 ? listed : [{ name: subject.name, status, severity: subject.severity }],
    subject: email.subject,
    summary: readAnnotation(text, "summary") || email.subject,
    body: email,
  };
}
