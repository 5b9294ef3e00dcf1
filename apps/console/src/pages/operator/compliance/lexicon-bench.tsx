import type { RequestOf, ResponseOf } from '@herald/contract';
import { Alert, Button, Card, Flex, Form, Table, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useAct } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { type FormField, FormFields, type FormValues, requestOf } from '../../../components/form-fields.tsx';
import { useWords } from '../../../words/language.ts';
import { DESK } from '../parts/words.ts';
import { useChangeFields } from './change-fields.ts';
import { LEXICON } from './lexicon-words.ts';

type Tried = ResponseOf<'TestUVMSLexicon'>;
type Sample = Tried['NewSamples'][number];

/** Tries a change of the lexicon on what customers say; nothing is changed. */
export function LexiconBench() {
  const say = useWords(LEXICON);
  const test = useAct('TestUVMSLexicon');
  const [text, setText] = useState('');
  const fields: readonly FormField[] = [
    ...useChangeFields().all,
    { name: 'Text', label: say('text'), kind: 'area', most: 1000 },
  ];
  function run(values: FormValues) {
    const request = requestOf(fields, values) as RequestOf<'TestUVMSLexicon'>;
    test.mutate(request, { onSuccess: () => setText(request.Text ?? '') });
  }
  return (
    <Flex vertical gap={16}>
      <Card size="small" title={say('bench')}>
        <Typography.Paragraph type="secondary">{say('benchIntro')}</Typography.Paragraph>
        <Form<FormValues>
          name="bench"
          layout="vertical"
          requiredMark={false}
          initialValues={{ Category: 'fraud', Effect: 'block' }}
          onFinish={run}
        >
          <FormFields fields={fields} />
          <Failure error={test.error} />
          <Button type="primary" htmlType="submit" loading={test.isPending}>
            {say('try')}
          </Button>
        </Form>
      </Card>
      {test.data && <Outcome tried={test.data} text={text} />}
    </Flex>
  );
}

function Outcome({ tried, text }: { tried: Tried; text: string }) {
  const say = useWords(LEXICON);
  const { Templates: templates, Messages: messages, NewlyFound: found, NoLongerFound: gone } = tried;
  return (
    <>
      <Alert
        type={found > 0 ? 'warning' : 'success'}
        showIcon
        title={say('tried', { templates, messages, found, gone })}
      />
      {text !== '' && <TextHits text={text} hits={tried.TextHits} />}
      {tried.NewSamples.length > 0 && <Samples title={say('newly')} samples={tried.NewSamples} />}
      {tried.GoneSamples.length > 0 && <Samples title={say('gone')} samples={tried.GoneSamples} />}
    </>
  );
}

function TextHits({ text, hits }: { text: string; hits: Tried['TextHits'] }) {
  const say = useWords(LEXICON);
  const characters = [...text];
  return (
    <Card size="small" title={say('inText')}>
      {hits.length === 0 && <Typography.Text type="secondary">{say('notInText')}</Typography.Text>}
      {hits.map(({ Category, Effect, Term, Alike, Start, End }) => (
        <div key={`${Start} ${End} ${Category} ${Term}`}>
          <Tag color={Effect === 'block' ? 'error' : 'warning'}>{say(Effect)}</Tag>
          <mark>{characters.slice(Start, End).join('')}</mark> {say(`category-${Category}`)} · {Term}
          {Alike && ` · ${say('alike')}`}
        </div>
      ))}
    </Card>
  );
}

function Samples({ title, samples }: { title: string; samples: readonly Sample[] }) {
  const say = useWords(LEXICON);
  const desk = useWords(DESK);
  return (
    <Card size="small" title={title}>
      <Table<Sample>
        size="small"
        rowKey={({ AccountId, Id, Term, Place }) => `${AccountId} ${Id} ${Term} ${Place}`}
        dataSource={samples}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: say('term'), dataIndex: 'Term' },
          { title: desk('kind'), dataIndex: 'Kind', render: (kind: Sample['Kind']) => say(kind) },
          { title: 'ID', dataIndex: 'Id', className: 'mono' },
          { title: desk('account'), dataIndex: 'AccountId' },
        ]}
      />
    </Card>
  );
}
