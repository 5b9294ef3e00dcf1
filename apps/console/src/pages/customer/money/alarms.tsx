import { NOTICE_CATEGORIES, type NoticeCategory, type RequestOf } from '@herald/contract';
import { Button, Card, Checkbox, Flex, Input, Space, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useAct, useAsk } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { Loading } from '../../../components/loading.tsx';
import { useKindName } from '../../../components/package-kind.ts';
import { PageHead } from '../../../components/page-head.tsx';
import { useMay } from '../../../shell/me.ts';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { ALARMS } from './alarm-words.ts';
import { Contacts } from './contacts.tsx';

type Kind = RequestOf<'UpdateUVMSAlarm'>['Kind'];
const KINDS: readonly Kind[] = [
  'balance',
  'code.random',
  'code.exclusive',
  'notice.random',
  'notice.exclusive',
];

/** When somebody is told that money or a package runs low, and who. */
export function Page() {
  const say = useWords(ALARMS);
  const may = useMay();
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')} />
      <Space orientation="vertical" size={16} style={{ width: '100%' }}>
        {may('billing:read') && <Alarms />}
        <Contacts />
        <MailPreferences />
      </Space>
    </>
  );
}

function Alarms() {
  const say = useWords(ALARMS);
  const alarms = useAsk('QueryUVMSAlarms', {});
  return (
    <Card size="small" title={say('alarms')}>
      <Failure error={alarms.error} onRetry={() => alarms.refetch()} />
      {alarms.isPending && <Loading />}
      {alarms.data && (
        <Flex vertical gap={12}>
          {KINDS.map((kind) => {
            const set = alarms.data.Data.find(({ Kind }) => Kind === kind);
            return (
              <AlarmRow
                key={`${kind} ${set?.Threshold}`}
                kind={kind}
                threshold={set?.Threshold ?? '0'}
                below={set?.Below ?? false}
              />
            );
          })}
        </Flex>
      )}
    </Card>
  );
}

function AlarmRow({ kind, threshold, below }: { kind: Kind; threshold: string; below: boolean }) {
  const say = useWords(ALARMS);
  const common = useWords(COMMON);
  const nameOf = useKindName();
  const mayChange = useMay()('billing:pay');
  const plain = String(Number(threshold));
  const [value, setValue] = useState(plain);
  const update = useAct('UpdateUVMSAlarm', ['QueryUVMSAlarms']);
  const label = kind === 'balance' ? say('balance') : say('packageLeft', { kind: nameOf(kind) });
  return (
    <div>
      <Flex gap={12} align="center" wrap>
        <span style={{ flex: '1 1 220px' }}>
          {label} {below && <Tag color="warning">{say('below')}</Tag>}
        </span>
        <Input
          aria-label={`${label}: ${say('threshold')}`}
          inputMode="decimal"
          value={value}
          disabled={!mayChange}
          onChange={(event) => setValue(event.target.value.trim())}
          style={{ width: 140 }}
        />
        <Button
          disabled={!mayChange || value === plain || !/^\d{1,12}(?:\.\d{1,4})?$/.test(value)}
          loading={update.isPending}
          onClick={() => update.mutate({ Kind: kind, Threshold: value })}
        >
          {common('save')}
        </Button>
      </Flex>
      <Failure error={update.error} />
    </div>
  );
}

const CATEGORIES = Object.keys(NOTICE_CATEGORIES) as NoticeCategory[];

function MailPreferences() {
  const say = useWords(ALARMS);
  const language = useLanguage();
  const mayChange = useMay()('uvms:configure');
  const preferences = useAsk('QueryUVMSNoticePreferences', {});
  const update = useAct('UpdateUVMSNoticePreferences', ['QueryUVMSNoticePreferences']);
  const muted = preferences.data?.Muted ?? [];
  return (
    <Card size="small" title={say('preferences')}>
      <Typography.Paragraph type="secondary">{say('preferencesHint')}</Typography.Paragraph>
      <Failure error={preferences.error ?? update.error} />
      {preferences.data && (
        <Flex gap={16} wrap>
          {CATEGORIES.map((category) => (
            <Checkbox
              key={category}
              checked={!muted.includes(category)}
              disabled={!mayChange || update.isPending || preferences.data.Mandatory.includes(category)}
              onChange={({ target }) =>
                update.mutate({
                  Muted: target.checked ? muted.filter((one) => one !== category) : [...muted, category],
                })
              }
            >
              {NOTICE_CATEGORIES[category].words[language]}
            </Checkbox>
          ))}
        </Flex>
      )}
    </Card>
  );
}
