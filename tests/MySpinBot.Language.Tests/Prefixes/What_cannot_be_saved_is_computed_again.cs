namespace MySpinBot.Language.Tests;

public sealed class What_cannot_be_saved_is_computed_again
{
    private static readonly int[] Tokens = [.. Enumerable.Range(1, 40)];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Where_a_state_is_longer_than_an_array(bool shares)
    {
        var saved = new SavedPrefixes(8L << 30);
        var prefixes = Of(new Stubborn(capacity: 64, shares) { Bytes = 3L << 30 }, shares, saved, sequences: 3);
        Remember(prefixes, Tokens);

        // It needs the room that the first has.
        prefixes.Grow(prefixes.Begin([.. Enumerable.Range(100, 60)]), 60).ShouldBeTrue();

        (saved.Bytes, prefixes.Find([.. Tokens, 0])).ShouldBe((0, 0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Where_the_host_has_no_memory_for_it(bool shares)
    {
        var saved = new SavedPrefixes(1 << 20);
        var prefixes = Of(new Stubborn(capacity: 64, shares) { HasMemory = false }, shares, saved, sequences: 3);
        Remember(prefixes, Tokens);

        prefixes.Grow(prefixes.Begin([.. Enumerable.Range(100, 60)]), 60).ShouldBeTrue();

        saved.Bytes.ShouldBe(0);
    }

    [Fact]
    public void Where_it_does_not_come_back_and_what_was_kept_had_to_go_for_it()
    {
        var saved = new SavedPrefixes(1 << 20);
        var cells = new Stubborn(capacity: 200, canBeCut: false);
        var prefixes = Of(cells, shares: false, saved, sequences: 2);
        int[] all = [.. Tokens, .. Enumerable.Range(200, 20)];
        Remember(prefixes, all);
        prefixes.Forget(); // to the host's memory
        Remember(prefixes, Tokens);
        var beside = prefixes.BeginAnew();
        cells.Restores = false;

        var place = prefixes.Begin([.. all, 0]);

        place.Id.ShouldNotBe(beside.Id);
        place.Cells.ShouldBe(0);
        prefixes.Used.ShouldBe(0);
        prefixes.End(place, []);
        prefixes.End(beside, []);
        new[] { prefixes.BeginAnew().Id, prefixes.BeginAnew().Id }.ShouldBe([0, 1], ignoreOrder: true);
    }

    private static IPrefixes Of(Stubborn cells, bool shares, SavedPrefixes saved, int sequences)
        => shares ? new SharedPrefixes(cells, cells.Capacity, sequences, cells.Capacity, saved) : new WholePrefixes(cells, cells.Capacity, sequences, cells.Capacity, saved);

    private static void Remember(IPrefixes prefixes, int[] tokens)
    {
        var place = prefixes.BeginAnew();
        prefixes.Grow(place, tokens.Length).ShouldBeTrue();
        prefixes.End(place, tokens);
    }

    /// <summary>A memory whose states are of any size, and not always to be had.</summary>
    private sealed class Stubborn(int capacity, bool canBeCut) : ISequenceCells
    {
        public int Capacity => capacity;

        public long Bytes { get; init; } = 1000;

        public bool HasMemory { get; init; } = true;

        public bool Restores { get; set; } = true;

        public void Share(int from, int to, int start, int end) => canBeCut.ShouldBeTrue();

        public void Remove(int sequence, int start, int end) => (canBeCut || (start == 0 && end == -1)).ShouldBeTrue();

        public long StateBytes(int sequence) => Bytes;

        public byte[] Save(int sequence) => HasMemory ? new byte[checked((int)Bytes)] : throw new InsufficientMemoryException();

        public bool Restore(int sequence, ReadOnlySpan<byte> state) => Restores;
    }
}
