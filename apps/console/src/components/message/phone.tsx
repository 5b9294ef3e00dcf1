import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons';
import { Button, Typography } from 'antd';
import { useState } from 'react';
import { useWords } from '../../words/language.ts';
import { MESSAGE } from './words.ts';

/** A number that came masked from the service; what is erased says so. */
export function MaskedPhone({ masked }: { masked: string }) {
  const say = useWords(MESSAGE);
  if (masked === '') return <Typography.Text type="secondary">{say('erased')}</Typography.Text>;
  return <span className="number">{masked}</span>;
}

/** A telephone number, masked until somebody asks for it on purpose. */
export function Phone({ number }: { number: string }) {
  const say = useWords(MESSAGE);
  const [shown, setShown] = useState(false);
  if (number === '') return <MaskedPhone masked="" />;
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
