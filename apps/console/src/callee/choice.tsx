import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useWords } from '../words/language.ts';
import { CALLEE } from './words.ts';

/** Asks before something is done, in front of everything else; Escape is no. */
export function Choice({
  title,
  children,
  onCancel,
}: {
  title: string;
  children: ReactNode;
  onCancel(): void;
}) {
  const say = useWords(CALLEE);
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={onCancel}>
      <h2 id={id}>{title}</h2>
      {children}
      <button type="button" className="link" onClick={() => dialog.current?.close()}>
        {say('cancel')}
      </button>
    </dialog>
  );
}
