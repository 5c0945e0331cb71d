/**
 * A page whose generated parts are written anew: each stands between `<!-- name: written by npm run docs -->`, or by
 * another command, and `<!-- /name -->`. @throws Error where a part has no place, or a place no part
 */
export function withSections(
  page: string,
  sections: Readonly<Record<string, string>>,
  command = "npm run docs",
): string {
  const places = [...page.matchAll(/<!-- ([\w-]+): written by (.+) -->/g)].flatMap(([, name = "", by]) =>
    by === command ? [name] : [],
  );
  const wrong = new Set(places).symmetricDifference(new Set(Object.keys(sections)));
  if (wrong.size > 0) throw new Error(`the page and its generated parts differ in ${[...wrong].join(", ")}`);
  return Object.entries(sections).reduce((text, [name, part]) => {
    const place = new RegExp(`(<!-- ${name}: [^>]*-->\\n)[^]*?(<!-- /${name} -->)`);
    return text.replace(place, (_, begin: string, end: string) => `${begin}\n${part.trimEnd()}\n\n${end}`);
  }, page);
}
