/** The longest part of a text that ImportUVMSAgreement takes, characters. */
const LONGEST_PART = 16_000;

/** A long text in parts that make it whole when they are joined by line breaks; none where it is empty. */
export function textParts(text: string, longest = LONGEST_PART): string[] {
  if (text.trim() === '') return [];
  const parts: string[] = [];
  for (const line of text.split('\n')) {
    const last = parts.at(-1);
    if (last !== undefined && last.length + 1 + line.length <= longest)
      parts[parts.length - 1] = `${last}\n${line}`;
    else parts.push(line);
  }
  return parts;
}
