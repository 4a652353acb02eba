/** The reply keyboard that one viewer sees in a chat. */

/** `{rows: [[label]], placeholder}`, or null where there is none for this person. */
export function keyboardOf(chat, viewer) {
  const markup = chat.keyboard?.[viewer] ?? null;
  if (!markup?.keyboard?.length) return null;
  const rows = markup.keyboard.map((row) => row.map((key) => (typeof key === "string" ? key : key.text)));
  return { rows, placeholder: markup.input_field_placeholder ?? "" };
}
