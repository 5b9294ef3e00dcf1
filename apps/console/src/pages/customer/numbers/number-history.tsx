import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { useAsk } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { Loading } from '../../../components/loading.tsx';
import { NumberEvents } from '../../../components/number-events.tsx';
import { useWords } from '../../../words/language.ts';
import { NUMBERS } from './words.ts';

/** What was done about a number of one's own, since it was applied for. */
export function NumberHistory({ number }: { number: string }) {
  const say = useWords(NUMBERS);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" type="text" onClick={() => setOpen(true)}>
        {say('history')}
      </Button>
      <Drawer open={open} onClose={() => setOpen(false)} title={`${number} · ${say('history')}`}>
        {open && <Events number={number} />}
      </Drawer>
    </>
  );
}

function Events({ number }: { number: string }) {
  const asked = useAsk('ListUVMSNumberHistory', { Number: number });
  if (asked.error) return <Failure error={asked.error} onRetry={() => asked.refetch()} />;
  return asked.data ? <NumberEvents history={asked.data.History} /> : <Loading />;
}
