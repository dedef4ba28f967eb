"""Django settings of the local labelling server; read by Doccano in its own environment, never by jiceng.

On top of Doccano's production settings: everything it writes stays in the data folder, uploads are worked on at once
instead of by a queue of their own, and only this machine is answered.
"""

import os

from config.settings.production import *  # noqa: F403
from config.settings.production import DATABASES

BASE_DIR = os.environ["JICENG_DOCCANO_DATA"]
# django-drf-filepond wants its folders inside BASE_DIR, which is site-packages in the stock settings.
DJANGO_DRF_FILEPOND_UPLOAD_TMP = os.path.join(BASE_DIR, "uploads")  # noqa: PTH118
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_STORE_EAGER_RESULT = True
CELERY_TASK_EAGER_PROPAGATES = False
# Against pages elsewhere that point a name of theirs at this machine.
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
# Labellers who save in the same moment wait for each other instead of failing (seconds).
DATABASES["default"].setdefault("OPTIONS", {})["timeout"] = 30
