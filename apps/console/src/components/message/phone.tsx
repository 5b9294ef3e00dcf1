import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons';
import { Button, Typography } from 'antd';
import { useState } from 'react';
import { useWords } from '../../words/language.ts';
import { MESSAGE } from './words.ts';

/** A telephone number, masked until somebody asks for it on purpose; what is erased says so. */
export function Phone({ number }: { number: string }) {
  const say = useWords(MESSAGE);
  const [shown, setShown] = useState(false);
  if (number === '') return <Typography.Text type="secondary">{say('erased')}</Typography.Text>;
  const masked = maskNumber(number);
  return (
    <span className="number" style={{ whiteSpace: 'nowrap' }}>
      {shown ? number : masked}
      {masked !== number && (
        <Button
          type="text"
          size="small"
          icon={shown ? <EyeInvisibleOutlined /> : <EyeOutlined />}
          aria-label={say(shown ? 'mask' : 'unmask')}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        />
      )}
    </span>
  );
}

/** As the service masks it: `+86138****0200`. */
export function maskNumber(number: string): string {
  if (number.length < 9) return `${number.slice(0, 2)}****`;
  return `${number.slice(0, -8)}****${number.slice(-4)}`;
}
