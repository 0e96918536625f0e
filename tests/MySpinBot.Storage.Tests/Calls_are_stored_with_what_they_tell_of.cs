using MySpinBot.Core.Jobs;
using MySpinBot.Storage.Jobs;
using MySpinBot.Storage.Webhooks;

namespace MySpinBot.Storage.Tests;

public sealed class Calls_are_stored_with_what_they_tell_of : IDisposable
{
    private static readonly Uri Url = new("https://shop.example.com/hook");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_is_where_nobody_is_to_be_called()
    {
        await using var store = JobStore.Open(_folder.Path, TimeProvider.System);
        var told = new List<Receiver>();
        store.Webhooks.CallsStored += told.AddRange;
        var job = (await store.AcceptAsync(Submissions.Of())).Job;
        await store.StepAsync(job.Step(new JobEnded(JobState.Succeeded, DateTimeOffset.UnixEpoch), "1"));
        store.Webhooks.Receivers().ShouldBeEmpty();
        told.ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_state_that_was_asked_for_in_order_with_the_job_as_it_was()
    {
        await using var store = JobStore.Open(_folder.Path, TimeProvider.System);
        var receiver = Receiver.Of("anna", Url);
        var job = (await store.AcceptAsync(Submissions.Of() with { Webhook = new JobWebhook(Url, WebhookEvents.Queued | WebhookEvents.Succeeded, "secret"u8.ToArray()) })).Job;
        job.HasWebhook.ShouldBeTrue();
        await store.StepAsync(job.Step(new JobBegun(DateTimeOffset.UnixEpoch), "1"));
        await store.StepAsync(job.Step(new JobEnded(JobState.Succeeded, DateTimeOffset.UnixEpoch), "2"));

        var first = store.Webhooks.Due(receiver, DateTimeOffset.MaxValue, 10).ShouldHaveSingleItem();
        first.Delivery.Event.ShouldBe("job.queued");
        first.Delivery.Job.ShouldBe(job);
        first.Secret!.Value.ToArray().ShouldBe("secret"u8.ToArray());
        await store.Webhooks.TriedAsync(first.Delivery, new DeliveryTry(DateTimeOffset.UnixEpoch, 200, 5, "It was heard."), DeliveryState.Delivered, default);

        var second = store.Webhooks.Due(receiver, DateTimeOffset.MaxValue, 10).ShouldHaveSingleItem();
        second.Delivery.Event.ShouldBe("job.succeeded");
        second.Delivery.Job!.State.ShouldBe(JobState.Succeeded);
        second.Delivery.Job.LastEvent.ShouldBe(2);
        await store.Webhooks.TriedAsync(second.Delivery, new DeliveryTry(DateTimeOffset.UnixEpoch, null, 5, "Nobody was there."), DeliveryState.Waiting, DateTimeOffset.UnixEpoch.AddYears(200));
        store.Webhooks.Due(receiver, DateTimeOffset.UnixEpoch.AddYears(100), 10).ShouldBeEmpty();
        store.Webhooks.NextDue(receiver).ShouldBe(DateTimeOffset.UnixEpoch.AddYears(200));
        store.Webhooks.Calls(new DeliveryFilter { Owner = "anna", Job = job.Id }).Select(call => (call.Event, call.State, call.Tries.Length)).ShouldBe([("job.succeeded", DeliveryState.Waiting, 1), ("job.queued", DeliveryState.Delivered, 1)]);
    }

    [Fact]
    public async Task One_job_does_not_wait_for_another()
    {
        await using var store = JobStore.Open(_folder.Path, TimeProvider.System);
        await store.Webhooks.AddAsync(new Webhook { Id = Guid.NewGuid(), Owner = "anna", Url = Url, Events = WebhookEvents.Queued | WebhookEvents.Running }, 10);
        var (one, other) = ((await store.AcceptAsync(Submissions.Of())).Job, (await store.AcceptAsync(Submissions.Of())).Job);
        await store.StepAsync(one.Step(new JobBegun(DateTimeOffset.UnixEpoch)));
        await store.AcceptAsync(Submissions.Of(owner: "ben"));

        store.Webhooks.Due(Receiver.Of("anna", Url), DateTimeOffset.MaxValue, 10).Select(call => call.Delivery.Job!.Id).ShouldBe([one.Id, other.Id]);
        store.Webhooks.Receivers().ShouldBe([Receiver.Of("anna", Url)]);
    }

    [Fact]
    public async Task Who_is_no_longer_there_is_called_no_more()
    {
        await using var store = JobStore.Open(_folder.Path, TimeProvider.System);
        var webhook = new Webhook { Id = Guid.NewGuid(), Owner = "anna", Url = Url, Events = WebhookEvents.Queued };
        await store.Webhooks.AddAsync(webhook, 1);
        (await store.Webhooks.AddAsync(webhook with { Id = Guid.NewGuid() }, 1)).ShouldBeFalse();
        await store.AcceptAsync(Submissions.Of());
        (await store.Webhooks.RemoveAsync(webhook.Id, "ben")).ShouldBeFalse();
        (await store.Webhooks.RemoveAsync(webhook.Id, "anna")).ShouldBeTrue();
        store.Webhooks.Receivers().ShouldBeEmpty();
        await store.AcceptAsync(Submissions.Of());
        store.Webhooks.Receivers().ShouldBeEmpty();
    }

    [Fact]
    public async Task Old_stories_go_and_what_waits_stays()
    {
        await using var store = JobStore.Open(_folder.Path, TimeProvider.System);
        var webhook = new JobWebhook(Url, WebhookEvents.Queued, null);
        var job = (await store.AcceptAsync(Submissions.Of() with { Webhook = webhook })).Job;
        var call = store.Webhooks.Due(Receiver.Of("anna", Url), DateTimeOffset.MaxValue, 10).ShouldHaveSingleItem();
        call.Secret.ShouldBeNull();
        (await store.Webhooks.SweepAsync(DateTimeOffset.MaxValue, 1, 100)).ShouldBe(0, "It waits.");

        await store.Webhooks.TriedAsync(call.Delivery, new DeliveryTry(DateTimeOffset.UnixEpoch, 200, 5, "It was heard."), DeliveryState.Delivered, default);
        await store.StepAsync(job.Step(new JobEnded(JobState.Succeeded, DateTimeOffset.UnixEpoch)));
        await store.StepAsync(job.Step(new JobForgotten()));
        (await store.Webhooks.SweepAsync(DateTimeOffset.UnixEpoch, 1, 100)).ShouldBe(0, "It is young, and one may be kept.");
        (await store.Webhooks.SweepAsync(DateTimeOffset.MaxValue, 1, 100)).ShouldBe(2, "The story, and the webhook of a job that is not there any more.");
    }

    [Fact]
    public async Task A_batch_is_stored_whole_or_not_at_all()
    {
        await using var store = JobStore.Open(_folder.Path, TimeProvider.System);
        var taken = (await store.AcceptAsync(Submissions.Of())).Job;
        var batch = new BatchSubmission(Guid.NewGuid(), "anna", [Submissions.Of(), Submissions.Of(id: taken.Id)]);
        (await store.AcceptAllAsync(batch)).Verdict.ShouldBe(AcceptanceVerdict.IdTaken);
        store.Reader.Count(new JobFilter()).ShouldBe(1);
        store.Reader.FindBatch(batch.Id).ShouldBeNull();

        var accepted = await store.AcceptAllAsync(batch with { Jobs = [Submissions.Of(), Submissions.Of()] });
        accepted.Jobs.Select(job => job.Sequence).ShouldBe([2, 3]);
        store.Reader.FindBatch(batch.Id).ShouldBe(accepted.Batch);
        store.Reader.JobsOf(batch.Id).ShouldBe(accepted.Jobs.Select(job => job.Id));
        store.Reader.Find(accepted.Jobs[0].Id).ShouldBe(accepted.Jobs[0]);
    }
}
