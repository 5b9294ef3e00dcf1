import { Checkbox, Form, Input, InputNumber, Select } from 'antd';
import { COMMON } from '../words/common.ts';
import { useWords } from '../words/language.ts';

export interface Choice {
  readonly value: string | number;
  readonly label: string;
}

/** One field of a form that does an Action; its name is that of the request's field. */
export interface FormField {
  readonly name: string;
  readonly label: string;
  /**
   * `lines`: a list of texts, one a line; `moment`: the reader's local time, sent as Unix ms; `day`: YYYY-MM-DD;
   * `month`: YYYY-MM; `file`: the file that is uploaded. By default a line of text.
   */
  readonly kind?:
    | 'area'
    | 'lines'
    | 'number'
    | 'choice'
    | 'choices'
    | 'switch'
    | 'moment'
    | 'day'
    | 'month'
    | 'password'
    | 'file';
  readonly choices?: readonly Choice[];
  readonly required?: boolean;
  /** Longest text, or highest number. */
  readonly most?: number;
  readonly least?: number;
  readonly hint?: string;
  readonly placeholder?: string;
}

export type FormValues = Readonly<Record<string, unknown>>;

/** Fields below each other, two beside each other where there is room for it. */
export function FormFields({ fields }: { fields: readonly FormField[] }) {
  const required = useWords(COMMON)('required');
  return (
    <div
      style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(200px, 1fr))', columnGap: 16 }}
    >
      {fields.map((field) => (
        <Form.Item
          key={field.name}
          name={field.name}
          label={field.kind === 'switch' ? undefined : field.label}
          {...(field.hint ? { extra: field.hint } : {})}
          {...(field.kind === 'switch' ? { valuePropName: 'checked' } : {})}
          rules={field.required ? [{ required: true, message: required }] : []}
          style={{ marginBottom: 14, ...(isWide(field) ? { gridColumn: '1 / -1' } : {}) }}
        >
          <Control field={field} />
        </Form.Item>
      ))}
    </div>
  );
}

const isWide = ({ kind, name }: FormField) =>
  kind === 'area' || kind === 'lines' || kind === 'file' || kind === 'choices' || name === 'Reason';

/** Gets value, onChange and id from the form's item, and hands them on. */
function Control({ field, ...item }: { field: FormField }) {
  const { kind, choices = [], most, least, placeholder } = field;
  const hint = placeholder ? { placeholder } : {};
  switch (kind) {
    case 'area':
      return <Input.TextArea {...item} {...hint} rows={3} maxLength={most ?? 500} />;
    case 'lines':
      return <Input.TextArea {...item} {...hint} rows={4} className="mono" />;
    case 'number':
      return (
        <InputNumber
          {...item}
          {...hint}
          min={least ?? 0}
          {...(most === undefined ? {} : { max: most })}
          style={{ width: '100%' }}
        />
      );
    case 'choice':
      return <Select {...item} {...hint} options={[...choices]} />;
    case 'choices':
      return <Select {...item} {...hint} mode="multiple" options={[...choices]} />;
    case 'switch':
      return <Checkbox {...item}>{field.label}</Checkbox>;
    case 'moment':
      return <Input {...item} type="datetime-local" />;
    case 'day':
      return <Input {...item} type="date" />;
    case 'month':
      return <Input {...item} type="month" />;
    case 'password':
      return <Input.Password {...item} autoComplete="new-password" maxLength={most ?? 200} />;
    case 'file':
      return <FileControl {...item} />;
    default:
      return <Input {...item} {...hint} maxLength={most ?? 200} />;
  }
}

function FileControl({ id, onChange }: { id?: string; onChange?(file: File | undefined): void }) {
  const say = useWords(COMMON);
  return (
    <label>
      <input
        {...(id ? { id } : {})}
        type="file"
        aria-label={say('chooseFile')}
        onChange={(event) => {
          onChange?.(event.target.files?.[0]);
        }}
      />
    </label>
  );
}

/** What was filled in as the request's fields; what was left empty is not there. */
export function requestOf(fields: readonly FormField[], values: FormValues): Record<string, unknown> {
  const request: Record<string, unknown> = {};
  for (const { name, kind } of fields) {
    const value = sent(kind, values[name]);
    if (value === undefined || value === null || value === '') continue;
    if (Array.isArray(value) && value.length === 0) continue;
    request[name] = value;
  }
  return request;
}

function sent(kind: FormField['kind'], value: unknown): unknown {
  if (kind === 'lines') return linesOf(String(value ?? ''));
  if (kind === 'moment')
    return typeof value === 'string' && value !== '' ? new Date(value).getTime() : undefined;
  return typeof value === 'string' ? value.trim() : value;
}

/** The lines of a text that hold something. */
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** A moment as a field of kind `moment` holds it; empty for 0. */
export function momentField(at: number): string {
  if (at === 0) return '';
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
