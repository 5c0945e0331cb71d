import type { StackFacts } from "@monitoring/stacks/facts";
import { isObject, type JsonObject } from "@monitoring/visualization";

/** What a revision says of itself besides its files; an older one may know less, or nothing. */
export type Facts = Partial<StackFacts>;

/** The facts of a revision, by whichever version of this project wrote them. */
export function readFacts(content: JsonObject | undefined): Facts {
  if (content === undefined) return {};
  const { settings, objectives, images, notifiedWithin, series, samplesPerSecond, dollars } = content;
  return {
    ...(isObject(settings) && { settings }),
    ...(Array.isArray(objectives) && { objectives: objectives as StackFacts["objectives"] }),
    ...(isObject(images) && { images: images as StackFacts["images"] }),
    ...(isObject(notifiedWithin) && { notifiedWithin: notifiedWithin as StackFacts["notifiedWithin"] }),
    ...(typeof series === "number" && { series }),
    ...(typeof samplesPerSecond === "number" && { samplesPerSecond }),
    ...(typeof dollars === "number" && { dollars }),
  };
}
