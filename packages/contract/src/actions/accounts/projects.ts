import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes } from '../../fields.ts';
import { projectName } from './fields.ts';

const projectId = () => Type.String({ ...notes('项目 ID', 'Project'), minLength: 1, maxLength: 64 });

export const createProject = defineAction({
  name: 'CreateProject',
  summary: { zh: '创建项目', en: 'Creates a project' },
  permission: 'members:manage',
  request: Type.Object({ Name: projectName() }),
  response: Type.Object({ ProjectId: projectId() }),
  errors: ['COUNT_LIMIT'],
});

export const listProjects = defineAction({
  name: 'ListProjects',
  summary: { zh: '列出可用的项目', en: 'Lists the projects that the caller may use' },
  permission: 'uvms:read',
  request: Type.Object({}),
  response: Type.Object({
    Projects: Type.Array(
      Type.Object({ ProjectId: projectId(), Name: projectName() }, notes('一个项目', 'One project')),
      notes('项目', 'The projects'),
    ),
  }),
  errors: [],
});

export const updateProject = defineAction({
  name: 'UpdateProject',
  summary: { zh: '修改项目名称', en: 'Renames a project' },
  permission: 'members:manage',
  request: Type.Object({ ProjectId: projectId(), Name: projectName() }),
  response: Type.Object({}),
  errors: ['PROJECT_UNKNOWN'],
});
