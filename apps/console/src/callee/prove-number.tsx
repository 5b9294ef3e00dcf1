import { useState } from 'react';
import { useLanguage, useWords } from '../words/language.ts';
import { askCallee, useDoing } from './ask.ts';
import { phoneNumber } from './phone-number.ts';
import type { CalleeSession } from './session.ts';
import { CALLEE } from './words.ts';

/** Rings the number that is given, and takes the code that was heard. */
export function ProveNumber({ onProved }: { onProved(session: CalleeSession): void }) {
  const say = useWords(CALLEE);
  const language = useLanguage();
  const { busy, error, run } = useDoing();
  const [written, setWritten] = useState('');
  const [code, setCode] = useState('');
  const [proof, setProof] = useState<string>();

  const ring = () =>
    run(async () => {
      const asked = { PhoneNumber: phoneNumber(written), Language: language };
      setProof((await askCallee('SendUVMSCalleeCode', asked)).Proof);
      setCode('');
    });
  const enter = () =>
    run(async () => {
      const entered = await askCallee('VerifyUVMSCalleeCode', { Proof: proof ?? '', Code: code.trim() });
      onProved({ token: entered.CalleeToken, phone: entered.Phone, until: entered.ExpireTime });
    });

  if (proof === undefined) {
    return (
      <form
        className="card"
        onSubmit={(event) => {
          event.preventDefault();
          ring();
        }}
      >
        <p>{say('intro')}</p>
        <label htmlFor="number">{say('number')}</label>
        <input
          id="number"
          type="tel"
          autoComplete="tel"
          required
          maxLength={24}
          value={written}
          aria-describedby="number-hint"
          onChange={(event) => setWritten(event.target.value)}
        />
        <p id="number-hint" className="grey small">
          {say('numberHint')}
        </p>
        <Problem text={error} />
        <button type="submit" className="main" disabled={busy}>
          {say('ringMe')}
        </button>
        <p className="grey small">{say('free')}</p>
      </form>
    );
  }
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        enter();
      }}
    >
      <p role="status">{say('ringing', { number: phoneNumber(written) })}</p>
      <label htmlFor="code">{say('code')}</label>
      <input
        id="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        maxLength={6}
        className="digits"
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      <Problem text={error} />
      <button type="submit" className="main" disabled={busy}>
        {say('enter')}
      </button>
      <div className="row">
        <button type="button" className="link" disabled={busy} onClick={ring}>
          {say('again')}
        </button>
        <button type="button" className="link" disabled={busy} onClick={() => setProof(undefined)}>
          {say('otherNumber')}
        </button>
      </div>
    </form>
  );
}

/** What the service says against it. */
export function Problem({ text }: { text: string }) {
  return text === '' ? null : (
    <p role="alert" className="problem">
      {text}
    </p>
  );
}
