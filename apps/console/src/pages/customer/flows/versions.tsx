import type { ResponseOf } from '@herald/contract';
import { Alert, Card, Flex, Tag } from 'antd';
import { Link } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { Loading } from '../../../components/loading.tsx';
import { Moment } from '../../../components/values.tsx';
import { useProject } from '../../../shell/me.ts';
import { useWords } from '../../../words/language.ts';
import { differences } from './compare-rules.ts';
import { Editor } from './editor.tsx';
import { readGraph } from './graph-rules.ts';
import { FLOWS } from './words.ts';

type Answer = ResponseOf<'QueryUVMSFlow'>;

/** The versions that were approved; each leads to its graph, and to what has changed since. */
export function Versions({ answer: { Flow: flow, Versions: versions } }: { answer: Answer }) {
  const say = useWords(FLOWS);
  if (versions.length === 0) return null;
  return (
    <Card size="small" title={say('versions')}>
      <Flex gap="4px 24px" wrap>
        {versions.map(({ Version: version, ApproveTime }) => (
          <span key={version}>
            <Link to={`/flows/${flow.FlowId}?version=${version}`}>{say('versionNo', { version })}</Link>{' '}
            <Moment at={ApproveTime} precision="minute" />{' '}
            {version === flow.LiveVersion && <Tag color="success">{say('live')}</Tag>}
          </span>
        ))}
      </Flex>
    </Card>
  );
}

/** One approved version as it was, and what the newest wording has otherwise. */
export function OldVersion({ newest, version }: { newest: Answer['Flow']; version: number }) {
  const say = useWords(FLOWS);
  const { FlowId } = newest;
  const asked = useAsk('QueryUVMSFlow', { FlowId, Version: version, ...useProject() });
  if (asked.error) return <Failure error={asked.error} onRetry={() => asked.refetch()} />;
  if (!asked.data) return <Loading />;
  const { Flow: old } = asked.data;
  return (
    <Flex vertical gap={16}>
      <Alert
        type="info"
        showIcon
        title={say('oldVersion', { version })}
        action={<Link to={`/flows/${FlowId}`}>{say('toNewest')}</Link>}
      />
      <Changes before={old.Graph} after={newest.Graph} />
      <Editor
        json={old.Graph}
        about={{ Language: old.Language, AllDay: old.AllDay, AppId: old.AppId ?? '' }}
        readOnly
        onJson={() => {}}
      />
    </Flex>
  );
}

const COLOURS = { added: 'success', removed: 'error', changed: 'warning' } as const;

function Changes({ before, after }: { before: string; after: string }) {
  const say = useWords(FLOWS);
  const from = readGraph(before);
  const to = readGraph(after);
  const changes = from && to ? differences(from, to) : [];
  return (
    <Card size="small" title={say('changesSince')}>
      {changes.length === 0 && say('noChanges')}
      {changes.map(({ node, change, fields }) => (
        <div key={node ?? ''} style={{ marginBottom: 8 }}>
          <Tag color={COLOURS[change]}>{say(`change-${change}`)}</Tag>
          <span className="mono">{node ?? say('wholeFlow')}</span>
          {change === 'changed' &&
            fields.map(({ field, before: old, after: now }) => (
              <div key={field} className="wrap" style={{ paddingInlineStart: 16 }}>
                <span className="mono">{field}</span>: <del>{old || '–'}</del> → <ins>{now || '–'}</ins>
              </div>
            ))}
        </div>
      ))}
    </Card>
  );
}
