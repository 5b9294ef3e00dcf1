import type { ActionName, RequestOf } from '@herald/contract';
import type { ButtonProps } from 'antd';
import { COMMON } from '../words/common.ts';
import { useWords } from '../words/language.ts';
import { DownloadButton } from './download-button.tsx';

const FORMATS = ['csv', 'xlsx'] as const;

interface ExportButtonsProps<Name extends ActionName> extends Pick<ButtonProps, 'size' | 'disabled'> {
  readonly action: Name;
  /** What is exported; the format comes from the button. */
  readonly request: Omit<RequestOf<Name>, 'Format'>;
}

/** An export as CSV and as Excel. */
export function ExportButtons<Name extends ActionName>({
  action,
  request,
  ...look
}: ExportButtonsProps<Name>) {
  const common = useWords(COMMON);
  return FORMATS.map((Format) => (
    <DownloadButton
      key={Format}
      action={action}
      request={{ ...request, Format } as RequestOf<Name>}
      {...look}
    >
      {common(Format === 'csv' ? 'exportCsv' : 'exportXlsx')}
    </DownloadButton>
  ));
}
