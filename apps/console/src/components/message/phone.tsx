import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useWords } from '../../words/language.ts';
import { MESSAGE } from './words.ts';

/** A telephone number, masked until somebody asks for it on purpose. */
export function Phone({ number }: { number: string }) {
  const say = useWords(MESSAGE);
  const [shown, setShown] = useState(false);
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

/** The first seven and the last two signs stay, e.g. `+861380****00`. */
export function maskNumber(number: string): string {
  if (number.length < 10) return number;
  return number.slice(0, 7) + '*'.repeat(number.length - 9) + number.slice(-2);
}
