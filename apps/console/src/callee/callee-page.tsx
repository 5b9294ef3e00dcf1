import { useEffect, useState } from 'react';
import icon from '../icon.svg';
import { setPreferences, usePreferences } from '../preferences.ts';
import { useWords } from '../words/language.ts';
import { MyCalls } from './my-calls.tsx';
import { ProveNumber } from './prove-number.tsx';
import { storedSession, storeSession } from './session.ts';
import { CALLEE } from './words.ts';

/** The whole page for callees: first the number is proved, then what is known of it is shown. */
export function CalleePage() {
  const say = useWords(CALLEE);
  const { language } = usePreferences();
  const [session, setSession] = useState(() => storedSession(Date.now()));
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = say('title');
  }, [language, say]);
  const enter = (entered: typeof session) => {
    storeSession(entered);
    setSession(entered);
  };
  return (
    <div className="page">
      <header>
        <img src={icon} alt="" width={28} height={28} />
        <span className="brand grey">{say('product')}</span>
        <button
          type="button"
          className="link"
          onClick={() => setPreferences({ language: language === 'zh' ? 'en' : 'zh' })}
        >
          <span lang={language === 'zh' ? 'en' : 'zh'}>{say('otherLanguage')}</span>
        </button>
      </header>
      <main>
        <h1>{say('title')}</h1>
        {session ? (
          <MyCalls session={session} onLeave={() => enter(undefined)} />
        ) : (
          <ProveNumber onProved={enter} />
        )}
      </main>
      <footer className="grey">{say('away')}</footer>
    </div>
  );
}
