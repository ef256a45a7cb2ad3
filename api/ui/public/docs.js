// /docs: the routes of /openapi.json, read by people. No file from elsewhere is needed for it.

const el = (tag, attributes, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};

const kind = (schema = {}) => {
  if (schema.anyOf) return schema.anyOf.map(kind).filter((name) => name !== "null").join(" or ");
  if (schema.enum) return schema.enum.join(" | ");
  if (schema.$ref) return schema.$ref.split("/").pop();
  return schema.type === "array" ? `${kind(schema.items)}, repeated` : schema.type ?? "any";
};

const parameter = (each) => el("li", {},
  el("code", {}, each.name), ` ${kind(each.schema)}${each.required ? ", needed" : ""}`,
  each.description ?? each.schema?.description ? `: ${each.description ?? each.schema.description}` : "");

const route = ([path, methods]) => Object.entries(methods).map(([method, described]) =>
  el("section", { class: "route" },
    el("h2", {}, el("code", {}, `${method.toUpperCase()} ${path}`)),
    el("p", {}, described.description ?? described.summary ?? ""),
    ...(described.parameters?.length ? [el("ul", {}, ...described.parameters.map(parameter))] : []),
    ...(described.requestBody ? [el("p", {}, "Body: ", Object.keys(described.requestBody.content).join(", "))] : [])));

const target = document.getElementById("routes");
try {
  const answer = await fetch("/openapi.json");
  const described = await answer.json();
  target.replaceChildren(...Object.entries(described.paths).flatMap(route));
} catch {
  target.replaceChildren(el("p", { role: "alert" }, "The server does not answer; reload the page."));
}
