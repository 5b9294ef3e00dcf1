import { Button, Flex, Input, type InputRef, Typography } from 'antd';
import { useRef } from 'react';
import { useWords } from '../../../words/language.ts';
import { Content } from './template-card.tsx';
import { TEMPLATES } from './words.ts';

const LONGEST = 1000;

/** The text of a template: a button puts the next variable where the cursor is, and chips show what is variable. */
export function ContentField({
  value = '',
  onChange,
  id,
  withVariables,
  purpose,
}: {
  value?: string;
  onChange?(text: string): void;
  id?: string;
  withVariables: boolean;
  purpose: 1 | 2;
}) {
  const say = useWords(TEMPLATES);
  const area = useRef<InputRef & { resizableTextArea?: { textArea: HTMLTextAreaElement } }>(null);
  const numbers = [...value.matchAll(/\{(\d+)\}/g)].map(([, number]) => Number(number));
  const next = Math.max(0, ...numbers) + 1;

  function insert() {
    const box = area.current?.resizableTextArea?.textArea;
    const at = box?.selectionStart ?? value.length;
    onChange?.(`${value.slice(0, at)}{${next}}${value.slice(box?.selectionEnd ?? at)}`);
    box?.focus();
  }

  return (
    <>
      <Input.TextArea
        {...(id ? { id } : {})}
        ref={area as never}
        value={value}
        onChange={(event) => onChange?.(event.target.value)}
        rows={4}
      />
      <Flex justify="space-between" align="center" gap={8} wrap style={{ marginTop: 6 }}>
        {withVariables && (purpose === 2 || next === 1) ? (
          <Button size="small" onClick={insert}>
            {say('addVariable', { number: `{${next}}` })}
          </Button>
        ) : (
          <span />
        )}
        <Typography.Text type={value.length > LONGEST ? 'danger' : 'secondary'}>
          {say('characters', { count: value.length })}
        </Typography.Text>
      </Flex>
      {numbers.length > 0 && <Content text={value} />}
    </>
  );
}
