"""A Spark cluster on this machine for tests: two executors, processes of their own, with one core and 1 GB each."""
import json
import os
import pathlib
import shutil
import signal
import sys
import tempfile

from python_harness import SITE

# Half of what a short run costs is compiling and verifying Java.
JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote"


def lacking():
    """Why there can be no cluster, or None."""
    return None if shutil.which("java") else "Java is not installed (package openjdk-17-jre-headless)"


class Cluster:
    """The cluster, while the context lasts; `folder` is shared by all its processes."""

    def __enter__(self):
        import pyspark
        from pyspark.sql import SparkSession

        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="dehusk-spark-"))
        (self.folder / "events").mkdir()
        os.environ.update(SPARK_HOME=os.path.dirname(pyspark.__file__), PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
        os.chdir(self.folder)  # the workers of local-cluster write where they are started
        settings = {
            "spark.executorEnv.PYTHONPATH": SITE, "spark.worker.dir": self.folder / "work", "spark.local.dir": self.folder / "local",
            "spark.sql.warehouse.dir": self.folder / "warehouse", "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.log.level": "ERROR",
            "spark.eventLog.enabled": "true", "spark.eventLog.dir": f"file://{self.folder}/events", "spark.eventLog.compress": "false",
            "spark.eventLog.rolling.enabled": "false", "spark.sql.execution.arrow.maxRecordsPerBatch": 50,
            "spark.driver.extraJavaOptions": JAVA, "spark.executor.extraJavaOptions": JAVA,
            "spark.sql.codegen.wholeStage": "false", "spark.sql.codegen.factoryMode": "NO_CODEGEN", "spark.sql.shuffle.partitions": 1,
            "spark.sql.files.maxPartitionBytes": 1 << 30, "spark.sql.files.openCostInBytes": 1 << 30,  # a partition a file
        }
        builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("dehusk")
        for name, value in settings.items():
            builder = builder.config(name, str(value))
        self.spark = builder.getOrCreate()
        return self

    def __exit__(self, *_):
        self.spark.stop()
        os.chdir("/")
        shutil.rmtree(self.folder, ignore_errors=True)

    def executors(self):
        """The process ids of the executors: children of children of this process."""
        found, generation = [], [os.getpid()]
        while generation:
            generation = [pid for pid, parent in parents().items() if parent in generation]
            found += [pid for pid in generation if b"CoarseGrainedExecutorBackend" in command_of(pid)]
        return found

    def kill_an_executor(self):
        os.kill(self.executors()[0], signal.SIGKILL)

    def tasks_done(self):
        """How many tasks of the stage that runs are done."""
        tracker = self.spark.sparkContext.statusTracker()
        return sum(tracker.getStageInfo(stage).numCompletedTasks for stage in tracker.getActiveStageIds())

    def events(self, name):
        """What Spark noted down under that name, so far."""
        [log] = (self.folder / "events").iterdir()
        lines = (json.loads(line) for line in log.read_text().splitlines(keepends=True) if line.endswith("\n"))
        return [event for event in lines if event["Event"] == name]


def parents():
    """{process id: its parent's}."""
    found = {}
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            found[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:  # it ended
            pass
    return found


def command_of(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
