import type { ResponseOf } from '@herald/contract';
import { useCallback, useEffect, useState } from 'react';
import { saveFile } from '../components/save-file.ts';
import { useLanguage, useWords } from '../words/language.ts';
import { askCallee, isCalleeSessionOver, takeCalleeFile, useDoing } from './ask.ts';
import { CallCard } from './call-card.tsx';
import { Choice } from './choice.tsx';
import type { ComplaintKind } from './complaint-form.tsx';
import { OwnConsents } from './own-consents.tsx';
import { Problem } from './prove-number.tsx';
import { Refusals } from './refusals.tsx';
import type { CalleeSession } from './session.ts';
import { CALLEE } from './words.ts';

type Calls = ResponseOf<'ListUVMSCalleeCalls'>;

/** What is known of a proved number, and what its owner can do about it. */
export function MyCalls({ session, onLeave }: { session: CalleeSession; onLeave(): void }) {
  const say = useWords(CALLEE);
  const language = useLanguage();
  const { busy, error, run } = useDoing();
  const [calls, setCalls] = useState<Calls>();
  const [refusals, setRefusals] = useState<ResponseOf<'ListUVMSCalleeRefusals'>>();
  const [consents, setConsents] = useState<ResponseOf<'ListUVMSCalleeConsents'>>();
  const [done, setDone] = useState('');
  const [erasing, setErasing] = useState(false);
  const { token } = session;

  /** The answers as they are now, in the language that is read; a session that is over leads to the beginning. */
  const look = useCallback(async () => {
    try {
      const [shown, refused, agreed] = await Promise.all([
        askCallee('ListUVMSCalleeCalls', { CalleeToken: token }),
        askCallee('ListUVMSCalleeRefusals', { CalleeToken: token }),
        askCallee('ListUVMSCalleeConsents', { CalleeToken: token }),
      ]);
      setCalls(shown);
      setRefusals(refused);
      setConsents(agreed);
    } catch (failure) {
      if (isCalleeSessionOver(failure)) onLeave();
      else throw failure;
    }
  }, [token, onLeave]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at once, and again in another language
  useEffect(() => run(look), [token, language]);

  const act = (work: () => Promise<unknown>, said = say('done')) => {
    setDone('');
    run(async () => {
      await work();
      await look();
      setDone(said);
    });
  };
  const complain = (SessionNo: string, Kind: ComplaintKind, Words: string) => {
    setDone('');
    run(async () => {
      const said = { CalleeToken: token, SessionNo, Kind, ...(Words === '' ? {} : { Words }) };
      const { ComplaintId } = await askCallee('ComplainUVMSCall', said);
      await look();
      setDone(say('complained', { id: ComplaintId }));
    });
  };
  const takeBack = (SessionNo: string, Kind: 'recording' | 'improvement') =>
    act(() => askCallee('RevokeUVMSCalleeConsent', { CalleeToken: token, SessionNo, Kind }));
  const erase = () => {
    setErasing(false);
    run(async () => {
      await askCallee('EraseUVMSCalleeData', { CalleeToken: token });
      setDone(say('erasing'));
    });
  };
  const take = () =>
    run(async () => {
      saveFile(await takeCalleeFile('ExportUVMSCalleeData', { CalleeToken: token }));
      setDone(say('taken'));
    });
  const older = (cursor: string) =>
    run(async () => {
      const more = await askCallee('ListUVMSCalleeCalls', { CalleeToken: token, Cursor: cursor });
      setCalls((before) => ({ ...more, Data: [...(before?.Data ?? []), ...more.Data] }));
    });
  const leave = () => {
    // Whether or not the service hears of it, this tab has no session any more.
    askCallee('CloseUVMSCalleeSession', { CalleeToken: token }).catch(() => {});
    onLeave();
  };

  return (
    <>
      <div className="row">
        <strong>{say('loggedInAs', { phone: session.phone })}</strong>
        <button type="button" className="link" onClick={leave}>
          {say('leave')}
        </button>
      </div>
      <Problem text={error} />
      <p role="status" className={done === '' ? 'none' : 'done'}>
        {done}
      </p>
      <section aria-labelledby="calls">
        <h2 id="calls">{say('calls')}</h2>
        {!calls && error === '' && <p className="grey">{say('loading')}</p>}
        {calls?.Data.length === 0 && <p className="card">{say('noCalls')}</p>}
        {calls?.Data.map((call) => (
          <CallCard
            key={call.SessionNo}
            call={call}
            busy={busy}
            onRevoke={(Kind) => takeBack(call.SessionNo, Kind)}
            onComplain={(kind, words) => complain(call.SessionNo, kind, words)}
            onRefuse={(Purpose) =>
              act(() =>
                askCallee('RefuseUVMSCalls', { CalleeToken: token, SessionNo: call.SessionNo, Purpose }),
              )
            }
          />
        ))}
        {calls && calls.NextCursor !== '' && (
          <button type="button" className="wide" disabled={busy} onClick={() => older(calls.NextCursor)}>
            {say('more')}
          </button>
        )}
      </section>
      <OwnConsents
        consents={consents?.Data ?? []}
        busy={busy}
        onRevoke={({ SessionNo, Kind }) => takeBack(SessionNo, Kind)}
      />
      {refusals && (
        <Refusals
          refusals={refusals.Data}
          busy={busy}
          onRefuseAll={() => act(() => askCallee('RefuseUVMSCalls', { CalleeToken: token }))}
          onTakeBack={({ AccountId, Purpose }) =>
            act(() => askCallee('AllowUVMSCalls', { CalleeToken: token, AccountId, Purpose }))
          }
        />
      )}
      <button type="button" className="wide" disabled={busy} onClick={take}>
        {say('take')}
      </button>
      <button type="button" className="wide danger" disabled={busy} onClick={() => setErasing(true)}>
        {say('erase')}
      </button>
      {erasing && (
        <Choice title={say('erase')} onCancel={() => setErasing(false)}>
          <p>{say('eraseSure')}</p>
          <button type="button" className="wide danger" onClick={erase}>
            {say('erase')}
          </button>
        </Choice>
      )}
    </>
  );
}
