import type { UseQueryResult } from '@tanstack/react-query';
import { Card, Empty, Table, type TableColumnsType, type TablePaginationConfig } from 'antd';
import type { ReactNode } from 'react';
import { COMMON } from '../words/common.ts';
import { useWords } from '../words/language.ts';
import { Failure } from './failure.tsx';

/** What an Action lists, as a table with its failure, its emptiness and its pages. */
export function Rows<Answer, Row extends object>({
  answer,
  rows,
  rowKey,
  columns,
  pagination = false,
  empty,
  title,
  extra,
  expanded,
  children,
}: {
  answer: UseQueryResult<Answer, Error>;
  rows(answer: Answer): readonly Row[];
  rowKey: (keyof Row & string) | ((row: Row) => string);
  columns: TableColumnsType<Row>;
  pagination?: TablePaginationConfig | false;
  empty?: string;
  title?: string;
  extra?: ReactNode;
  /** What a row shows more of, once it is opened. */
  expanded?(row: Row): ReactNode;
  /** Above the rows: filters. */
  children?: ReactNode;
}) {
  const say = useWords(COMMON);
  return (
    <Card size="small" {...(title ? { title } : {})} {...(extra ? { extra } : {})}>
      {children}
      <Failure error={answer.error} onRetry={() => answer.refetch()} />
      <Table<Row>
        size="small"
        rowKey={rowKey}
        loading={answer.isPending || answer.isPlaceholderData}
        dataSource={answer.data ? rows(answer.data) : []}
        pagination={pagination}
        {...(expanded ? { expandable: { expandedRowRender: expanded } } : {})}
        scroll={{ x: 'max-content' }}
        locale={{
          emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={empty ?? say('nothing')} />,
        }}
        columns={columns}
      />
    </Card>
  );
}
